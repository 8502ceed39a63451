import { z } from 'zod'
import { csvHead } from './metrica/metrica.ts'

/** The forms in which a partner may send events. */
export const formatSchema = z.enum(['touchline', 'opta-f24', 'stats-perform-ma3', 'statsbomb', 'metrica'])
export type Format = z.infer<typeof formatSchema>

const headLength = 4_096
const marks: readonly [pattern: RegExp, format: Format][] = [
  [/^<(?:[\s\S]*<)?Games?\b/, 'opta-f24'],
  [/^\{[\s\S]*"(matchInfo|liveData)"\s*:/, 'stats-perform-ma3'],
  [/^\{\s*"match"\s*:|^(\{\s*"events"\s*:\s*)?\[[\s\S]*"(possession_team|play_pattern)"\s*:/, 'statsbomb'],
  [/^[[{][\s\S]*"matchId"\s*:/, 'touchline'],
  [/^\{\s*"(data|metadata)"\s*:/, 'metrica'],
]

/** Tells a document's format by how it begins, whatever its file is called. Undefined: by none of ours. */
export function detectFormat(text: string): Format | undefined {
  const head = text
    .slice(0, headLength)
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (head.startsWith(csvHead)) return 'metrica'
  return marks.find(([pattern]) => pattern.test(head))?.[1]
}
