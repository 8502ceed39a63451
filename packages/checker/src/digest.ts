import { createHash } from 'node:crypto'
import type { Side } from '@touchline/contracts'
import { canonicalJson } from '@touchline/contracts/identity'

/** What must be the same wherever an event is seen. */
export interface Content {
  readonly matchId: string
  readonly type: string
  /** ISO 8601, in any offset. */
  readonly occurredAt: string
  readonly payload: unknown
}

/** 96 bits of SHA-256 over an event's content. */
export function digestOf({ matchId, type, occurredAt, payload }: Content): string {
  const text = canonicalJson([matchId, type, Date.parse(occurredAt), payload])
  return createHash('sha256').update(text).digest('base64').slice(0, 16)
}

/** What an event does to its match's counts. */
export type Mark =
  | { readonly kind: 'goal'; readonly team: Side }
  | { readonly kind: 'correction'; readonly home: number; readonly away: number }
  | { readonly kind: 'card'; readonly team: Side; readonly card: string }
  | { readonly kind: 'end' }

/** The mark that an event of this type and payload leaves; undefined for most. */
export function markOf(type: string, payload: unknown): Mark | undefined {
  const { team, home, away, card } = payload as Partial<{
    team: Side
    home: number
    away: number
    card: string
  }>
  if (type === 'goal-scored' && team) return { kind: 'goal', team }
  if (type === 'score-corrected') return { kind: 'correction', home: Number(home), away: Number(away) }
  if (type === 'card-shown' && team) return { kind: 'card', team, card: String(card) }
  return type === 'match-ended' ? { kind: 'end' } : undefined
}
