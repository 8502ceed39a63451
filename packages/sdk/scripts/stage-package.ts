import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { treeshake } from './bundle.ts'
import { declarations } from './declarations.ts'

export const packageFolder = fileURLToPath(new URL('..', import.meta.url))
const entries = ['index', 'events', 'react', 'snapshot']
const inlined = ['@trpc/client', '@trpc/server']

/** Writes the package as it is published: its own code and what it runs on in one, and types that stand alone. */
export async function stagePackage(folder: string): Promise<void> {
  const dist = join(folder, 'dist')
  rmSync(dist, { recursive: true, force: true })
  mkdirSync(dist, { recursive: true })
  const bundle = await rolldown({
    cwd: packageFolder,
    input: Object.fromEntries(entries.map(entry => [entry, `src/${entry}.ts`])),
    platform: 'neutral',
    external: ['react'],
    treeshake,
    resolve: { mainFields: ['module', 'main'] },
  })
  await bundle.write({ dir: dist, format: 'esm', chunkFileNames: 'chunk-[hash].js' })
  await bundle.close()
  for (const [name, text] of declarations(entries)) writeFileSync(join(dist, name), text)
  writeFileSync(join(dist, 'third-party.txt'), inlined.map(licenseOf).join('\n'))
}

function licenseOf(name: string): string {
  const text = readFileSync(join(packageFolder, '../../node_modules', name, 'LICENSE'), 'utf8')
  return `${name}\n\n${text}`
}

/** What stands in the published package.json: no dependency but React, and that only for `./react`. */
export function publishedManifest(source: string): string {
  const { name, version, type, description, license } = JSON.parse(source)
  const exported = entries.map(entry => [
    entry === 'index' ? '.' : `./${entry}`,
    { types: `./dist/${entry}.d.ts`, default: `./dist/${entry}.js` },
  ])
  return `${JSON.stringify(
    {
      name,
      version,
      description,
      license,
      type,
      sideEffects: false,
      engines: { node: '>=22' },
      files: ['dist'],
      exports: Object.fromEntries(exported),
      peerDependencies: { react: '>=18' },
      peerDependenciesMeta: { react: { optional: true } },
    },
    null,
    2,
  )}\n`
}
