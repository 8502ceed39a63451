import { mostJsonDepth, tooDeepAt } from './json-depth.ts'
import { scanJson } from './json-scan.ts'
import type { JsonValue } from './json-value.ts'

export type ParsedJson =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly message: string; readonly line: number; readonly column: number }

export function placeInText(
  text: string,
  offset: number,
): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset)
  const lastBreak = before.lastIndexOf('\n')
  return { line: before.split('\n').length, column: offset - lastBreak }
}

/** Lines and columns count from 1. */
export function parseJson(text: string): ParsedJson {
  const tooDeep = tooDeepAt(text)
  if (tooDeep !== undefined)
    return {
      ok: false,
      message: `This is nested deeper than ${mostJsonDepth}`,
      ...placeInText(text, tooDeep),
    }
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    const fault = scanJson(text, () => undefined) ?? { offset: 0, message: 'This is no JSON' }
    return { ok: false, message: fault.message, ...placeInText(text, fault.offset) }
  }
}

/** The line of each of the paths that is found, or of the nearest of its parents. */
export function linesOfPaths(text: string, paths: readonly string[]): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>()
  if (paths.length === 0) return new Map()
  scanJson(text, (path, offset) => {
    if (paths.some(wanted => wanted === path || wanted.startsWith(`${path}/`))) offsets.set(path, offset)
  })
  const found = new Map<string, number>()
  for (const wanted of paths) {
    let path = wanted
    while (path !== '' && !offsets.has(path)) path = path.slice(0, path.lastIndexOf('/'))
    const offset = offsets.get(path)
    if (offset !== undefined) found.set(wanted, placeInText(text, offset).line)
  }
  return found
}
