import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runCommand } from '../start/command.mjs'
import { childEnv } from '../start/env.mjs'
import { Fault } from '../start/fault.mjs'

/** A program that npm does not carry, and the Debian package that does. */
export interface Program {
  readonly program: string
  readonly debianPackage: string
}

export const stackPrograms: readonly Program[] = [
  { program: 'redis-server', debianPackage: 'redis-server' },
  { program: 'java', debianPackage: 'default-jre-headless' },
  { program: 'mvn', debianPackage: 'maven' },
]
/** Makes the certificates of tests. */
export const opensslProgram: Program = { program: 'openssl', debianPackage: 'openssl' }
export const poolerProgram: Program = { program: 'pgbouncer', debianPackage: 'pgbouncer' }
/** What shipped settings are tried with. */
export const proxyPrograms: readonly Program[] = [
  { program: 'nginx', debianPackage: 'nginx' },
  { program: 'haproxy', debianPackage: 'haproxy' },
]
export const browserProgram: Program = { program: 'chromium', debianPackage: 'chromium' }

export function missingPrograms(
  programs: readonly Program[],
  path: string = childEnv().PATH ?? '',
): readonly Program[] {
  const folders = path.split(delimiter)
  return programs.filter(({ program }) => !folders.some(folder => existsSync(join(folder, program))))
}

/**
 * Sees to it that the programs are there: installs them with apt-get where `install` allows it, and throws a
 * Fault with the line to run where they are missing.
 */
export async function ensurePrograms(
  programs: readonly Program[],
  options: { readonly install: boolean; readonly signal?: AbortSignal },
): Promise<readonly Program[]> {
  const missing = missingPrograms(programs)
  if (missing.length === 0) return []
  const packages = missing.map(({ debianPackage }) => debianPackage)
  if (!options.install) throw missingFault(missing, packages)
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw missingFault(missing, packages)
  await aptGet(['update', '-q'], options.signal)
  await aptGet(['install', '-q', '-y', '--no-install-recommends', ...packages], options.signal)
  return missing
}

function aptGet(args: readonly string[], signal: AbortSignal | undefined): Promise<string[]> {
  return runCommand({
    title: `apt-get ${args[0]}`,
    line: ['apt-get', ...args],
    // At runlevel 1 no package starts its own service, which would take the stack's ports.
    env: { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
    timeoutMs: 600_000,
    ...(signal ? { signal } : {}),
  })
}

function missingFault(missing: readonly Program[], packages: readonly string[]): Fault {
  return new Fault(`Not installed: ${missing.map(({ program }) => program).join(', ')}.`, [
    'On Debian or Ubuntu:',
    `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`,
    '(As root, --install does that by itself.) On macOS: brew install redis openjdk maven',
  ])
}
