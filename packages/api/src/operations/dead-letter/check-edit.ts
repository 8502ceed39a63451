import { type Fault, faultsOf, type SourceEvent, wellFormedText } from '@touchline/contracts'
import { type Database, findReveal, getLetter, type LetterDetail } from '@touchline/db'
import { implausibility } from '@touchline/match'
import { z } from 'zod'
import { readKnownMatches } from '../masking/known-matches.ts'
import { publicEvent } from '../masking/letter-view.ts'
import { publicMessage } from '../masking/public-message.ts'
import { isTooDeep, maxJsonDepth } from '../masking/raw-view.ts'
import { markersIn, restoreMasked } from '../masking/restore.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { rowIdSchema } from './choice.ts'
import { schemaFor } from './event-schema.ts'
import { findJsonFault } from './json-fault.ts'
import { payloadOf, type Viewer } from './show.ts'

export const maxEditBytes = 1_048_576

export const checkEditInput = z.object({
  id: rowIdSchema,
  /** The whole corrected event as JSON, at most 1 MiB. */
  text: wellFormedText,
})

export interface EditCheck {
  /** Whether it can be replayed in place of the letter's own record. */
  readonly ok: boolean
  /** At most 20; paths are dotted, `(root)` is the whole. */
  readonly faults: readonly Fault[]
  /** The event that would be replayed, masked as the letter is. */
  readonly wouldBe?: unknown
  /** Where the text stops being JSON, from 1. */
  readonly line?: number
  readonly column?: number
}

/** What would be said of a corrected event, without a change: is it JSON, does it fit the schema, can it be true. */
export async function checkEdit(
  database: Database,
  { id, text }: z.output<typeof checkEditInput>,
  { operator, now }: Viewer,
): Promise<Outcome<EditCheck, 'dead-letter-not-found' | 'payload-too-large'>> {
  if (Buffer.byteLength(text) > maxEditBytes) return failed('payload-too-large')
  const [letter, reveal] = await Promise.all([
    getLetter(database, id),
    findReveal(database, { userId: operator.id, kind: 'dead-letter', id }),
  ])
  if (!letter) return failed('dead-letter-not-found')
  if (isTooDeep(text)) {
    return succeeded({
      ok: false,
      faults: [{ path: '(root)', message: `is nested deeper than ${maxJsonDepth}` }],
    })
  }
  const fault = findJsonFault(text)
  if (fault) {
    const { line, column, message } = fault
    return succeeded({ ok: false, faults: [{ path: '(root)', message }], line, column })
  }
  const check = checkEvent(letter, JSON.parse(text), now.getTime())
  if (check.wouldBe === undefined || reveal !== undefined) return succeeded(check)
  const known = await readKnownMatches(database, [letter.matchId])
  // What can't be true is told with its value, which may be one that was put back.
  const faults = check.faults.map(({ path, message }) => ({ path, message: publicMessage(message) }))
  return succeeded({ ...check, faults, wouldBe: publicEvent(letter, check.wouldBe, known) })
}

function checkEvent(letter: LetterDetail, edited: unknown, nowMs: number): EditCheck {
  const restored = restoreMasked(payloadOf(letter), edited, letter.source)
  const left = markersIn(restored)
  if (left.length > 0) return { ok: false, faults: left.map(leftFault) }
  const parsed = schemaFor(letter.source, restored).safeParse(restored)
  if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error) }
  const wouldBe: unknown = parsed.data
  const implausible = implausibility(parsed.data as SourceEvent, nowMs)
  if (!implausible) return { ok: true, faults: [], wouldBe }
  const { path, rule } = implausible
  return { ok: false, faults: [{ path, message: rule }], wouldBe }
}

/** A marker for which nothing stands at its place in the letter: the value is not known. */
export const leftFault = (path: string): Fault => ({
  path,
  message: 'stands for a hidden value, and none is hidden here: write the value',
})
