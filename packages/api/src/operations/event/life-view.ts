import type { MatchEvent } from '@touchline/contracts'
import type { SessionVerdict } from '../explain/judge-session.ts'
import type { RawView } from '../masking/raw-view.ts'

export const lifeStages = [
  'happened',
  'received',
  'log',
  'attempts',
  'transaction',
  'stored',
  'relay',
  'gateways',
  'sockets',
  'revisions',
] as const
export type LifeStage = (typeof lifeStages)[number]

/** `done`: recorded. `waiting`: not yet. `failed`: it went wrong there. `unknown`: nothing is recorded of it. */
export type StepState = 'done' | 'waiting' | 'unknown' | 'failed'

export interface LifeStep {
  readonly stage: LifeStage
  /** When it was done, ISO 8601; null where that is not known. */
  readonly at: string | null
  /** Since the step before whose time is known; null where either is not. */
  readonly tookMs: number | null
  readonly text: string
  readonly facts: Readonly<Record<string, string | number>>
  readonly state: StepState
}

export interface LifeLetter {
  readonly id: string
  readonly state: string
  readonly stage: string
  readonly disposition: string
  readonly errorCode: string
  readonly firstFailedAt: string
  readonly settledAt: string | null
  /** False: of another event that came with it. */
  readonly isOwn: boolean
}

export interface LifeReplay {
  readonly replayId: string
  readonly letterId: string
  readonly requestedBy: string
  readonly reason: string
  readonly outcome: string | null
  readonly sentAt: string | null
  readonly isEdited: boolean
}

export interface LifeSession {
  readonly sessionId: string
  readonly connectionId: string
  readonly instance: string
  readonly transport: string
  /** The fan's id with most of it hidden, `key:` and a key's id, or `anonymous`. */
  readonly fan: string
  readonly startedAt: string
  readonly verdict: SessionVerdict
  /** When what tells the verdict was so. */
  readonly at: string
  readonly text: string
}

export interface GatewaySockets {
  readonly instance: string
  /** How far it says it has come, `epoch:seq`; null where it says nothing of the match now. */
  readonly reached: string | null
  readonly reportedAt: string | null
  /** Feeds by what became of the event on them. */
  readonly verdicts: Partial<Record<SessionVerdict, number>>
}

export interface LifeSockets {
  readonly counted: number
  /** False: there were more feeds than are counted. */
  readonly isAll: boolean
  readonly gateways: readonly GatewaySockets[]
  /** At most 50 feeds. */
  readonly sample: readonly LifeSession[]
}

export interface LifeRevision {
  /** `version`: one of the event's own. `corrected-score`: a later event that changes what it means. */
  readonly kind: 'version' | 'corrected-score'
  /** Whether this version holds now. */
  readonly holds: boolean
  readonly matchId: string
  readonly seq: number
  readonly type: string
  readonly at: string
  readonly text: string
}

export interface LifeRaw {
  /** `log`: the record as it came. `store`: the payload as it was stored. */
  readonly from: 'log' | 'store'
  readonly payload: unknown
  /** Null where only the payload is kept. */
  readonly bytes: RawView | null
  readonly hiddenPaths: readonly string[]
  /** Open for who asks. */
  readonly reveal: { readonly id: string; readonly expiresAt: string } | null
}

export interface LifeTrace {
  readonly traceparent: string
  readonly traceId: string
  /** Where the trace can be looked at; null where no such place is configured. */
  readonly url: string | null
}

/** One event from its source's bytes to the sockets that got it. */
export interface EventLife {
  /** Null where it was never stored. */
  readonly event: (Omit<MatchEvent, 'payload'> & { readonly summary: string }) | null
  /** In the order of `lifeStages`. */
  readonly steps: readonly LifeStep[]
  readonly letters: readonly LifeLetter[]
  readonly replays: readonly LifeReplay[]
  readonly sockets: LifeSockets
  readonly revisions: readonly LifeRevision[]
  readonly trace: LifeTrace | null
  readonly raw: LifeRaw | null
}
