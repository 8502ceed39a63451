import type { Clock, EventType, Fixture, Score, Side, Source } from '@touchline/contracts'
import type { Card } from './plan.ts'

/** An event as its source will send it, except for `occurredAt`, which depends on when the script is played. */
export interface Draft {
  readonly matchId: string
  readonly sourceEventId: string
  readonly type: EventType
  readonly clock?: Clock
  readonly fixture?: Fixture
  readonly payload: Readonly<Record<string, unknown>>
}

export interface ScriptedEvent {
  readonly source: Source
  /** When it happens, in seconds of match time since the script's start. */
  readonly atSeconds: number
  readonly draft: Draft
}

/** What a crowd would talk about; sensors and social posts react to it. */
export type Moment = { readonly atSeconds: number; readonly clock: Clock } & (
  | {
      readonly kind: 'goal' | 'own-goal'
      readonly side: Side
      readonly player: string
      readonly score: Score
    }
  | { readonly kind: 'card'; readonly side: Side; readonly player: string; readonly card: Card }
  | { readonly kind: 'full-time'; readonly score: Score }
)

/** Where the ball is at a time; between two waypoints it rolls straight. */
export interface Waypoint {
  readonly atSeconds: number
  readonly clock: Clock
  readonly x: number
  readonly y: number
}
