import type { Clock, Lane, SourceEvent } from '@touchline/contracts'
import type { StandingEvent } from '@touchline/db'
import {
  type Change,
  type Content,
  type decide,
  type evolve,
  type FoldedMatch,
  identityOf,
  lacksRoom,
  toldClock,
} from '@touchline/match'
import type { Failure } from '../../records/read-record.ts'

export interface Rules {
  readonly decide: typeof decide
  readonly evolve: typeof evolve
}

export interface RuleInput {
  readonly rules: Rules
  readonly match: FoldedMatch
  readonly event: SourceEvent
  /** The event that it revises. */
  readonly standing?: StandingEvent | undefined
  /** Under which it first stands. */
  readonly seq: number
  readonly nowMs: number
}

export interface Applied {
  readonly kind: 'applied'
  readonly match: FoldedMatch
  readonly change: Change
  readonly lane: Lane
  readonly clock: Clock
}
export type RuleOutcome = Applied | { readonly kind: 'failed'; readonly failure: Failure }

const maxAttempts = 3

/** A rule that throws is tried three times, then its record has failed; one that says no is not asked again. */
export function applyRules(input: RuleInput): RuleOutcome {
  let message = ''
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    try {
      return applyOnce(input)
    } catch (error) {
      message = error instanceof Error ? error.message : String(error)
    }
  }
  return failed(input.event, { code: 'unprocessable', message, attempts: maxAttempts })
}

function applyOnce({ rules, match, event, standing, seq, nowMs }: RuleInput): RuleOutcome {
  const decision = rules.decide(match.state, event, nowMs)
  if (decision.kind === 'reject') return failed(event, { ...decision, attempts: 1 })
  const change = changeOf(event, standing, seq)
  const full = lacksRoom(match, change)
  if (full) return failed(event, { code: 'unprocessable', message: full, attempts: 1 })
  const clock = clockOf(event, standing) ?? decision.clock
  return { kind: 'applied', match: rules.evolve(match, change), change, lane: decision.lane, clock }
}

/** A clock that was derived, or that of what is withdrawn, stays; one that was told and is not told any more does not. */
function clockOf({ clock, type }: SourceEvent, standing: StandingEvent | undefined): Clock | undefined {
  if (clock) return undefined
  return type !== 'event-withdrawn' && standing?.content?.clock ? undefined : standing?.clock
}

export function changeOf(event: SourceEvent, standing: StandingEvent | undefined, seq: number): Change {
  const provider = standing?.provider ?? event.provider
  return {
    identity: identityOf({ ...event, provider }),
    source: event.source,
    provider,
    seq,
    before: standing?.content,
    after: contentOf(event),
    fixture: event.fixture,
  }
}

/** What an event says; undefined for a withdrawal. */
export function contentOf(event: SourceEvent): Content | undefined {
  if (event.type === 'event-withdrawn') return undefined
  const { type, occurredAt, payload } = event
  return { type, occurredAt: asStored(occurredAt), payload, clock: toldClock(event) }
}

/** In UTC and to the millisecond, as the database gives it back: an event reads the same from everywhere. */
export const asStored = (instant: string): string =>
  instant.length === storedLength && instant.endsWith('Z') ? instant : new Date(instant).toISOString()

const storedLength = '2026-01-01T00:00:00.000Z'.length

const failed = (
  event: SourceEvent,
  { code, message, attempts }: Pick<Failure, 'code' | 'message' | 'attempts'>,
): RuleOutcome => ({
  kind: 'failed',
  failure: { step: 'rules', code, message, attempts, event, type: event.type },
})
