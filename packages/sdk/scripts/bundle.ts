import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'

/** What reads a property and does nothing with it, as tRPC's table of codes does, is left out. */
export const treeshake = { propertyReadSideEffects: false } as const

const folder = fileURLToPath(new URL('..', import.meta.url))

/** A module with all that it imports, but for React, as one text for browsers. */
export async function bundledText(input: string, minify = false): Promise<string> {
  const bundle = await rolldown({ cwd: folder, input, platform: 'browser', external: ['react'], treeshake })
  const { output } = await bundle.generate({ format: 'esm', minify, codeSplitting: false })
  await bundle.close()
  return output[0].code
}

/** The bytes that a browser loads for an entry of this package, minified, by gzip; without React. */
export async function gzippedBytes(entry: string): Promise<number> {
  return gzipSync(await bundledText(entry, true), { level: 9 }).length
}
