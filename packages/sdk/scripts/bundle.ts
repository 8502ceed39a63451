import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'

const folder = fileURLToPath(new URL('..', import.meta.url))

/** The bytes that a browser loads for an entry of this package, bundled and minified, by gzip; without React. */
export async function gzippedBytes(entry: string): Promise<number> {
  const bundle = await rolldown({ cwd: folder, input: entry, platform: 'browser', external: ['react'] })
  const { output } = await bundle.generate({ format: 'esm', minify: true })
  await bundle.close()
  const code = output.map(chunk => (chunk.type === 'chunk' ? chunk.code : '')).join('')
  if (/\bimport\(|["']zod["']/.test(code)) throw new Error(`${entry} loads more than its bundle`)
  return gzipSync(code, { level: 9 }).length
}
