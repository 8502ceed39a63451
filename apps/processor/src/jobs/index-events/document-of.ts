import type { Fixture } from '@touchline/contracts'
import { type EventDocument, type IndexableEvent, indexedWords } from '@touchline/db'

/** Where a sensor saw whom: millions of numbers without a word. They are found by their id, or in their match by time. */
export const unindexedTypes: readonly string[] = ['ball-tracked', 'player-tracked']

const nameFields = ['player', 'receiver', 'assist', 'playerIn', 'playerOut']
const kindFields = ['kind', 'card', 'outcome', 'home', 'away', 'competition', 'venue']
/** Not `author`: fans see who posted, but nobody has to be able to look for all that somebody posted. */
const textFields = ['text', 'detail', 'reason']

/** An event as the search holds it. Pure: the same event and fixture always give the same document. */
export function documentOf(event: IndexableEvent, fixture: Fixture | null): EventDocument {
  const { payload: told, ...known } = event
  const { types, payload } = standing(event.type, told)
  const wordsOf = (fields: readonly string[]) => fields.map(field => textIn(payload, field))
  return {
    matchId: known.matchId,
    seq: known.seq,
    occurredAt: known.occurredAt,
    source: known.source,
    type: known.type,
    lane: known.lane,
    sourceEventId: known.sourceEventId,
    correlationId: known.correlationId,
    names: joined([...types, ...wordsOf(nameFields)]),
    teams: joined([teamIn(payload, fixture), ...wordsOf(kindFields)]),
    text: joined(wordsOf(textFields).map(withoutPeople)),
  }
}

/** A revision is found by what the event is now, a withdrawal by what it was. */
function standing(
  type: string,
  payload: object,
): { readonly types: readonly string[]; readonly payload: object } {
  const inner = memberOf(payload, type === 'event-revised' ? 'event' : 'previous')
  if ((type !== 'event-revised' && type !== 'event-withdrawn') || !inner) return { types: [type], payload }
  return { types: [type, textIn(inner, 'type')], payload: memberOf(inner, 'payload') ?? {} }
}

function memberOf(value: object, name: string): object | undefined {
  const member: unknown = Object.hasOwn(value, name) ? value[name as keyof typeof value] : undefined
  return typeof member === 'object' && member !== null ? member : undefined
}

/** Addresses, handles and long numbers: who may not see them must not find out by searching either. */
const withoutPeople = (text: string): string => text.replace(/\S*@\S*|\d(?:[ -]?\d){11,}/g, ' ')

const joined = (parts: readonly string[]): string => indexedWords(parts.filter(part => part !== '').join(' '))

function textIn(payload: object, field: string): string {
  const value: unknown = Object.hasOwn(payload, field) ? payload[field as keyof typeof payload] : undefined
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function teamIn(payload: object, fixture: Fixture | null): string {
  const side = textIn(payload, 'team')
  if (side !== 'home' && side !== 'away') return ''
  return `${side} ${fixture?.[side] ?? ''}`
}
