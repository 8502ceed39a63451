import { logHeaders, matchIdSchema, sourceEventIdSchema, sourceSchema } from '@touchline/contracts'
import { findEventPlace, findReveal } from '@touchline/db'
import { z } from 'zod'
import type { Actor } from '../actor.ts'
import { readKnownMatches } from '../masking/known-matches.ts'
import { isShownSourceId, shownErrorCode } from '../masking/letter-view.ts'
import { maskEvent, maskPublishedPayload, maskPublishedRecord } from '../masking/mask.ts'
import { jsonOf, revealBytes, showBytes, textOf } from '../masking/raw-view.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { type Attempts, gatherAttempts, gatherFacts, type LifeContext, type LifeFacts } from './life-facts.ts'
import { noSockets } from './life-sockets.ts'
import { stepsOf, stepsOfDead } from './life-steps.ts'
import type { EventLife, LifeLetter, LifeRaw, LifeReplay, LifeTrace } from './life-view.ts'
import { summaryOf } from './summary.ts'

export const eventLifeInput = z.union([
  z.strictObject({ matchId: matchIdSchema, seq: z.int().min(1).max(2_147_483_647) }),
  z.strictObject({ source: sourceSchema, sourceEventId: sourceEventIdSchema }),
])
export type AskedLife = z.output<typeof eventLifeInput>

export interface EventLifeContext extends LifeContext {
  readonly operator: Actor
  /** With `{traceId}` in it; undefined: traces are looked at nowhere. */
  readonly traceUrlTemplate: string | undefined
}

/** Tells one event's life from what was recorded of it; what was not recorded is `unknown`. */
export async function showEventLife(
  context: EventLifeContext,
  asked: AskedLife,
): Promise<Outcome<EventLife, 'event-not-found'>> {
  const place = 'seq' in asked ? asked : await findEventPlace(context.database, asked)
  const facts = place && (await gatherFacts(context, place))
  if (facts) return succeeded(await storedLife(context, facts))
  return 'seq' in asked ? failed('event-not-found') : deadLife(context, asked)
}

async function storedLife(context: EventLifeContext, facts: LifeFacts): Promise<EventLife> {
  const { payload: _payload, ...event } = facts.event
  return {
    event: { ...event, summary: summaryOf(facts.event) } as NonNullable<EventLife['event']>,
    steps: stepsOf(facts),
    letters: facts.attempts.letters.map(letter => toLetter(letter, event.sourceEventId)),
    replays: toReplays(facts.attempts),
    sockets: facts.sockets,
    revisions: facts.revisions,
    trace: traceOf(facts, context.traceUrlTemplate),
    raw: await rawOf(context, facts),
  }
}

/** Not stored: its dead letters are all there is. Such as hide their id are not found by it. */
async function deadLife(
  { database, traceUrlTemplate }: EventLifeContext,
  asked: Extract<AskedLife, { source: unknown }>,
): Promise<Outcome<EventLife, 'event-not-found'>> {
  const gathered = await gatherAttempts(database, { ...asked, matchId: '', correlationId: '' })
  const matchIds = gathered.letters.map(({ matchId }) => matchId)
  const known = await readKnownMatches(database, matchIds)
  const isShown = matchIds.some(matchId => isShownSourceId(asked.sourceEventId, matchId, known))
  const attempts = isShown ? gathered : { ...gathered, letters: [] }
  const [first] = attempts.letters
  if (!first) return failed('event-not-found')
  return succeeded({
    event: null,
    steps: stepsOfDead(attempts),
    letters: attempts.letters.map(letter => toLetter(letter, asked.sourceEventId)),
    replays: toReplays(attempts),
    sockets: noSockets,
    revisions: [],
    trace: toTrace(first.traceparent, traceUrlTemplate),
    raw: null,
  })
}

const toLetter = (letter: Attempts['letters'][number], sourceEventId: string): LifeLetter => ({
  id: letter.id,
  state: letter.state,
  stage: letter.stage,
  disposition: letter.disposition,
  errorCode: shownErrorCode(letter.errorCode),
  firstFailedAt: letter.firstFailedAt.toISOString(),
  settledAt: letter.settledAt?.toISOString() ?? null,
  isOwn: letter.sourceEventId === sourceEventId,
})

const toReplays = ({ replays, corrected }: Attempts): LifeReplay[] =>
  [...replays, ...(corrected ? [corrected] : [])].map(({ sentAt, settledAt: _settledAt, ...replay }) => ({
    ...replay,
    sentAt: sentAt?.toISOString() ?? null,
  }))

function traceOf({ record, attempts, event }: LifeFacts, template: string | undefined): LifeTrace | null {
  const own = attempts.letters.find(letter => letter.sourceEventId === event.sourceEventId)
  return toTrace(record?.headers[logHeaders.traceparent] ?? own?.traceparent ?? '', template)
}

/** W3C Trace Context, version 00. */
const traceparentPattern = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/

export function toTrace(traceparent: string, template: string | undefined): LifeTrace | null {
  const traceId = traceparentPattern.exec(traceparent)?.[1]
  if (traceId === undefined) return null
  return { traceparent, traceId, url: template?.replaceAll('{traceId}', traceId) ?? null }
}

async function rawOf(
  { database, operator }: EventLifeContext,
  { event, record }: LifeFacts,
): Promise<LifeRaw> {
  const subject = { userId: operator.id, kind: 'event', id: `${event.matchId}/${event.seq}` }
  const reveal = (await findReveal(database, subject)) ?? null
  if (record) {
    const mask = isRecordOf(record.value, event) ? maskPublishedRecord : maskEvent
    const { raw, payload, hiddenPaths } = reveal
      ? revealBytes(record.value)
      : showBytes(record.value, value => mask(value, event.source))
    return { from: 'log', payload: payload ?? null, bytes: raw, hiddenPaths, reveal }
  }
  if (reveal) return { from: 'store', payload: event.payload, bytes: null, hiddenPaths: [], reveal }
  const { masked, hidden } = maskPublishedPayload(event.type, event.payload)
  return { from: 'store', payload: masked, bytes: null, hiddenPaths: hidden, reveal: null }
}

/** What stands at an event's place in the log was published only if it is that event: a log may be made anew. */
function isRecordOf(value: Uint8Array, { matchId, source, sourceEventId }: LifeFacts['event']): boolean {
  const text = textOf(value)
  const told: unknown = text === null ? undefined : jsonOf(text)
  if (typeof told !== 'object' || told === null) return false
  const own = Object.entries({ matchId, source, sourceEventId })
  return own.every(([name, of]) => Object.hasOwn(told, name) && told[name as keyof typeof told] === of)
}
