import { matchIdSchema, plainText } from '@touchline/contracts'
import { type Database, getLetter, insertReveal, inTransaction, readRanges } from '@touchline/db'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'

export const revealKinds = ['dead-letter', 'event'] as const
export type RevealKind = (typeof revealKinds)[number]

/** A reveal ends by itself after this long. */
export const revealMinutes = 10

export const openRevealInput = z.object({
  kind: z.enum(revealKinds),
  /** A dead letter's id, or an event's `matchId/seq`. */
  id: plainText(160),
  reason: plainText(500),
})

export interface Revealed {
  readonly id: string
  readonly kind: RevealKind
  readonly subjectId: string
  /** ISO 8601. */
  readonly expiresAt: string
}

/** Lets an operator see the sensitive fields of one letter or event, for ten minutes. */
export async function openReveal(
  database: Database,
  { kind, id, reason }: z.output<typeof openRevealInput>,
  actor: Actor,
): Promise<Outcome<Revealed, 'dead-letter-not-found' | 'event-not-found'>> {
  if (!(await subjectExists(database, kind, id)))
    return failed(kind === 'event' ? 'event-not-found' : 'dead-letter-not-found')
  return inTransaction(database.pool, async tx => {
    const opened = await insertReveal(tx, { userId: actor.id, kind, id, reason, minutes: revealMinutes })
    await audit(tx, actor, {
      ...{ action: 'reveal.open', subject: { kind, id }, reason },
      details: { reveal: opened.id, expiresAt: opened.expiresAt },
    })
    return succeeded({ id: opened.id, kind, subjectId: id, expiresAt: opened.expiresAt })
  })
}

async function subjectExists(database: Database, kind: RevealKind, id: string): Promise<boolean> {
  if (kind === 'dead-letter')
    return /^[1-9]\d{0,17}$/.test(id) && (await getLetter(database, id)) !== undefined
  const [, match = '', seq = ''] = /^([^/]+)\/([1-9]\d{0,8})$/.exec(id) ?? []
  const matchId = matchIdSchema.safeParse(match)
  if (!matchId.success) return false
  const range = { matchId: matchId.data, firstSeq: Number(seq), lastSeq: Number(seq) }
  return (await readRanges(database.pool, [range])).length > 0
}
