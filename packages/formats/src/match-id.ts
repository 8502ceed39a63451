import { type MatchId, matchIdSchema } from '@touchline/contracts'
import { DocumentFault } from './document-fault.ts'
import type { ParseOptions } from './parsed.ts'

/** The supplier's id under the supplier's name, so that two suppliers' numbers can't be one match: `opta-1001`. */
export function matchIdFrom(
  supplier: string,
  id: string | undefined,
  { matchId, defaultMatchId }: ParseOptions,
): MatchId {
  if (matchId !== undefined) return matchId
  if (id === undefined) {
    if (defaultMatchId !== undefined) return defaultMatchId
    throw new DocumentFault('does not say which match it is about: name the match')
  }
  const parsed = matchIdSchema.safeParse(`${supplier}-${id}`)
  if (parsed.success) return parsed.data
  throw new DocumentFault('the id of the match must be 1 to 48 letters, digits, ".", "_" or "-"')
}

/** An id from a file's name: `Sample_Game_1_RawEventsData.csv` of Metrica gives `metrica-sample-game-1`. */
export function matchIdFromFileName(supplier: string, fileName: string): MatchId {
  const words = fileName
    .replace(/\.[^.]*$/, '')
    .replace(/_?(RawEventsData|events)$/i, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  const id = words.startsWith(`${supplier}-`) ? words : `${supplier}-${words || 'match'}`
  return matchIdSchema.parse(id.slice(0, 64).replace(/-+$/, ''))
}
