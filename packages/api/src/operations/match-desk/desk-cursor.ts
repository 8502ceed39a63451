import { matchIdSchema } from '@touchline/contracts'
import type { DeskPlace } from '@touchline/db'

/** A place in the desk's order, as text: `rank.milliseconds.match`. */
export const cursorOf = ({ rank, createdAt, matchId }: DeskPlace): string =>
  `${rank}.${createdAt.getTime()}.${matchId}`

/** Null where the text is no place. */
export function readCursor(text: string): DeskPlace | null {
  const [, rank, ms, match] = /^([0-3])\.(\d{1,14})\.(.+)$/.exec(text) ?? []
  const matchId = matchIdSchema.safeParse(match)
  const createdAt = new Date(Number(ms))
  if (!matchId.success || Number.isNaN(createdAt.getTime())) return null
  return { rank: Number(rank), createdAt, matchId: matchId.data }
}
