import { formatBytes } from '../time/format-quantity.ts'
import type { JsonValue } from './json-value.ts'
import { linesOfPaths, parseJson } from './parse-json.ts'

export interface EditorFault {
  readonly path: string
  readonly message: string
  readonly line: number | null
  readonly column: number | null
}

export interface EditorState {
  /** Null while it is no JSON. */
  readonly parsed: { readonly value: JsonValue } | null
  readonly told: readonly EditorFault[]
  readonly bytes: number
  readonly lineCount: number
}

type Fault = Pick<EditorFault, 'path' | 'message'>

const encoder = new TextEncoder()

function schemaFaults(text: string, faults: readonly Fault[]): readonly EditorFault[] {
  const lines = linesOfPaths(
    text,
    faults.map(({ path }) => path),
  )
  return faults.map(fault => ({ ...fault, line: lines.get(fault.path) ?? null, column: null }))
}

/** What an editor tells about its text: first that it is too large, then that it is no JSON, then what a schema says. */
export function editorState(text: string, faults: readonly Fault[], maxBytes: number): EditorState {
  const bytes = encoder.encode(text).length
  const counted = { bytes, lineCount: text.split('\n').length }
  if (bytes > maxBytes) {
    const message = `This is ${formatBytes(bytes)}; at most ${formatBytes(maxBytes)} are taken`
    return { ...counted, parsed: null, told: [{ path: '', message, line: null, column: null }] }
  }
  const parsed = parseJson(text)
  if (!parsed.ok) return { ...counted, parsed: null, told: [{ path: '', ...parsed }] }
  return { ...counted, parsed: { value: parsed.value }, told: schemaFaults(text, faults) }
}
