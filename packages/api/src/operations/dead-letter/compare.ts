import { type Database, findLastGood, findReveal, type GoodEvent, getLetter } from '@touchline/db'
import type { z } from 'zod'
import { readKnownMatches } from '../masking/known-matches.ts'
import { publicRecord } from '../masking/letter-view.ts'
import { maskPublishedPayload } from '../masking/mask.ts'
import { revealBytes } from '../masking/raw-view.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { jsonSchemaFor, wasAccepted } from './event-schema.ts'
import { payloadOf, type showDeadLetterInput, type Viewer } from './show.ts'

export interface LetterComparison {
  /** What the letter's record holds, masked; null where it is no JSON. */
  readonly payload: unknown
  readonly hiddenPaths: readonly string[]
  /** The newest stored event of the same source and type, written as its source sent it; it is published. */
  readonly lastGood: {
    readonly matchId: string
    readonly seq: number
    readonly payload: unknown
    readonly hiddenPaths: readonly string[]
    /** ISO 8601. */
    readonly storedAt: string
  } | null
  /** JSON Schema, draft 2020-12; null where the letter's type is not known. */
  readonly schema: object | null
}

/** A letter's record beside the last good event of its kind. */
export async function compareDeadLetter(
  database: Database,
  { id }: z.output<typeof showDeadLetterInput>,
  { operator }: Pick<Viewer, 'operator'>,
): Promise<Outcome<LetterComparison, 'dead-letter-not-found'>> {
  const [letter, reveal] = await Promise.all([
    getLetter(database, id),
    findReveal(database, { userId: operator.id, kind: 'dead-letter', id }),
  ])
  if (!letter) return failed('dead-letter-not-found')
  const { source, eventType: type, matchId } = letter
  const good = type === '' ? undefined : await findLastGood(database, { source, type, matchId })
  const { payload, hiddenPaths } = reveal
    ? revealBytes(letter.raw)
    : publicRecord(letter, await readKnownMatches(database, [matchId]))
  const original = payloadOf(letter)
  return succeeded({
    payload: payload ?? null,
    hiddenPaths,
    lastGood: good ? shownGood(good, wasAccepted(original)) : null,
    schema: type === '' ? null : jsonSchemaFor(source, type, original),
  })
}

/** It is published: what fans have is shown. */
function shownGood(good: GoodEvent, isAccepted: boolean): NonNullable<LetterComparison['lastGood']> {
  const { matchId, seq, storedAt, type } = good
  const { masked, hidden } = maskPublishedPayload(type, good.payload)
  const payload = sourceEventOf({ ...good, payload: masked as GoodEvent['payload'] }, isAccepted)
  return { matchId, seq, storedAt, payload, hiddenPaths: hidden.map(path => `payload.${path}`) }
}

/** In the order in which our own adapters write an event. Who provided it is not stored. */
function sourceEventOf(good: GoodEvent, isAccepted: boolean): object {
  const { source, matchId, sourceEventId, type, occurredAt, ingestedAt, period, clockSeconds, payload } = good
  const event = {
    matchId,
    sourceEventId,
    type,
    occurredAt,
    clock: { period, seconds: clockSeconds },
    payload,
  }
  return isAccepted ? { source, ...event, ingestedAt } : event
}
