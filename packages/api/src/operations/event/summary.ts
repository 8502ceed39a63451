import type { MatchEvent } from '@touchline/contracts'
import { maskPublishedPayload } from '../masking/mask.ts'

const wordFields = [
  ['player', 'playerIn', 'text', 'reason'],
  ['receiver', 'playerOut', 'assist'],
  ['card', 'kind', 'outcome'],
  ['detail', 'venue', 'competition'],
] as const
const maxLength = 240

/** What a row of a list says of a stored event, in a few words, as fans have it. */
export function summaryOf({ type, payload }: Pick<MatchEvent, 'type' | 'payload'>): string {
  const shown = asItStands(maskPublishedPayload(type, payload).masked)
  const score = type === 'score-corrected' ? `${shown.home}–${shown.away}` : undefined
  const teams = type === 'match-scheduled' ? `${shown.home} – ${shown.away}` : undefined
  const words = wordFields.flatMap(names => names.map(name => shown[name]))
  const parts = [score, teams, ...words].filter(part => typeof part === 'string' && part !== '')
  return parts.join(' · ').slice(0, maxLength)
}

type Members = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null

/** Of a revision, what it makes of the event. */
function asItStands(payload: unknown): Members {
  if (!isObject(payload)) return {}
  const { event } = payload
  return isObject(event) && isObject(event.payload) ? event.payload : payload
}
