import type { MatchId } from '@touchline/contracts'
import type { Audience, Seat } from './audience.ts'
import type { MatchWindow } from './match-window.ts'

/** Where feeds stand together that are to get the same at the same time: at a match's head, or so far behind it. */
export interface Hall {
  readonly matchId: MatchId
  readonly window: MatchWindow
  readonly audience: Audience
  leaveAudience(seat: Seat, nowMs: number): void
}
