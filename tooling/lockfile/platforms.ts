/** The part of package-lock.json that is read here. */
export interface Lockfile {
  readonly packages: Record<string, LockEntry>
}
export interface LockEntry {
  readonly version?: string
  readonly dev?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly [field: string]: unknown
}
export interface MissingPlatform {
  readonly parent: string
  readonly name: string
  readonly version: string
}

/**
 * Packages for other platforms that the lock file does not list. npm leaves them out when its registry
 * does not carry them, and `npm ci` then refuses the lock file.
 */
export function missingPlatforms({ packages }: Lockfile): MissingPlatform[] {
  return Object.entries(packages).flatMap(([parent, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !isListed(packages, parent, name))
      .map(([name, version]) => ({ parent, name, version })),
  )
}

/** Node's own search: beside the parent's dependencies, then in each folder above. */
function isListed(packages: Lockfile['packages'], parent: string, name: string): boolean {
  if (packages[`${parent}${parent && '/'}node_modules/${name}`]) return true
  if (parent === '') return false
  return isListed(packages, parent.slice(0, Math.max(0, parent.lastIndexOf('/node_modules/'))), name)
}

/** The lock file with an entry for each of them; npm fetches one only on the platform that it is for. */
export function completed(lock: Lockfile): Lockfile {
  const packages = { ...lock.packages }
  for (const { parent, name, version } of missingPlatforms(lock)) {
    packages[`node_modules/${name}`] = {
      version,
      ...(packages[parent]?.dev ? { dev: true } : {}),
      optional: true,
      ...platformOf(name),
    }
  }
  return { ...lock, packages: Object.fromEntries(Object.entries(packages).sort(byPath)) }
}

const byPath = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1)

const systems: Readonly<Record<string, string>> = {
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  win32: 'win32',
  windows: 'win32',
}
const processors: Readonly<Record<string, string>> = {
  arm64: 'arm64',
  arm: 'arm',
  wasm32: 'wasm32',
  ia32: 'ia32',
}

/** Read from the name, as in `@biomejs/cli-linux-x64-musl`. */
function platformOf(name: string): Record<string, string[]> {
  const words = name.split('/').at(-1)?.split('-') ?? []
  const system = words.map(word => systems[word]).find(Boolean)
  const processor = words.map(word => processors[word]).find(Boolean) ?? 'x64'
  return {
    cpu: [processor],
    ...(words.includes('musl') ? { libc: ['musl'] } : {}),
    ...(system ? { os: [system] } : {}),
  }
}
