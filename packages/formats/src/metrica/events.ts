import type { EventPayloads, MatchId } from '@touchline/contracts'
import type { Meaning, SentAction } from '../parsed.ts'
import { MetricaFault, type MetricaMatch, type MetricaRow } from './row.ts'

/** A recorded event, still without the time at which it is sent. */
export interface RecordedEvent {
  /** When it is due, in match seconds from the first event; between halves no time passes. */
  readonly dueSeconds: number
  readonly event: Unsent<SentAction>
}
type Unsent<T> = T extends unknown ? Omit<T, 'occurredAt'> : never

const competition = 'Metrica Sports sample data'

/** One event for each row, under the id `<matchId>:<row>`; the first names the teams. */
export function recordedEvents({ rows, home, away }: MetricaMatch, matchId: MatchId): RecordedEvent[] {
  const starts = new Map<number, number>()
  for (const { period, startSeconds } of rows)
    starts.set(period, Math.min(starts.get(period) ?? startSeconds, startSeconds))
  const offsets = periodOffsets(rows, starts)
  let dueSeconds = 0
  return rows.map((row, position) => {
    const seconds = hundredth(row.startSeconds - (starts.get(row.period) ?? 0))
    dueSeconds = Math.max(dueSeconds, (offsets.get(row.period) ?? 0) + seconds)
    return {
      dueSeconds,
      event: {
        matchId,
        sourceEventId: `${matchId}:${row.index}`,
        clock: { period: row.period, seconds },
        ...(position === 0 && { fixture: { home, away, competition } }),
        ...meaning(row),
      },
    }
  })
}

/** Where each period begins when they are played one right after the other. */
function periodOffsets(
  rows: readonly MetricaRow[],
  starts: ReadonlyMap<number, number>,
): Map<number, number> {
  const offsets = new Map<number, number>()
  let offset = 0
  for (const [period, start] of [...starts].sort(([a], [b]) => a - b)) {
    offsets.set(period, offset)
    const last = rows.reduce(
      (max, row) => (row.period === period ? Math.max(max, row.startSeconds) : max),
      start,
    )
    offset += last - start
  }
  return offsets
}

const hundredth = (value: number) => Math.round(value * 100) / 100

function meaning(row: MetricaRow): Meaning {
  switch (row.type) {
    case 'SHOT':
      return shot(row)
    case 'CARD':
      return { type: 'card-shown', payload: { ...play(row), card: cardOf(row) } }
    case 'SET PIECE':
      return { type: 'set-piece-taken', payload: { ...play(row), kind: setPieceOf(row) } }
    default:
      return plain(row)
  }
}

const plainTypes = {
  PASS: 'pass-made',
  CARRY: 'ball-carried',
  RECOVERY: 'ball-recovered',
  'BALL LOST': 'ball-lost',
  'BALL OUT': 'ball-out',
  CHALLENGE: 'challenge-contested',
  'FAULT RECEIVED': 'foul-suffered',
} as const

function plain(row: MetricaRow): Meaning {
  const found = Object.entries(plainTypes).find(([name]) => name === row.type)?.[1]
  if (found !== undefined) return { type: found, payload: play(row) }
  return { type: 'other-reported', payload: { action: row.type.slice(0, 120), ...play(row) } }
}

function play({ side, from, to, subtypes, start, end }: MetricaRow) {
  const detail = subtypes.join(', ').toLowerCase()
  return {
    team: side,
    ...(from !== undefined && { player: from }),
    ...(to !== undefined && { receiver: to }),
    ...(detail !== '' && { detail }),
    ...(start && { start }),
    ...(end && { end }),
  }
}

/** Only a shot can be a goal: "GOAL" also stands in a ball out off the woodwork and in the keeper's recovery. */
function shot(row: MetricaRow): Meaning {
  if (row.subtypes.includes('GOAL')) return { type: 'goal-scored', payload: play(row) }
  return { type: 'shot-taken', payload: { ...play(row), outcome: outcomeOf(row) } }
}

function outcomeOf({ subtypes }: MetricaRow): EventPayloads['shot-taken']['outcome'] {
  if (subtypes.includes('BLOCKED')) return 'blocked'
  if (subtypes.includes('WOODWORK')) return 'woodwork'
  return subtypes.includes('SAVED') || subtypes.includes('ON TARGET') ? 'saved' : 'off-target'
}

function cardOf({ subtypes, index }: MetricaRow): EventPayloads['card-shown']['card'] {
  if (subtypes.includes('SECOND YELLOW')) return 'second-yellow'
  if (subtypes.includes('RED')) return 'red'
  if (subtypes.includes('YELLOW')) return 'yellow'
  throw new MetricaFault(`row ${index}: a card of no known colour`)
}

const setPieces = {
  'KICK OFF': 'kick-off',
  'THROW IN': 'throw-in',
  'FREE KICK': 'free-kick',
  'CORNER KICK': 'corner',
  PENALTY: 'penalty',
  'GOAL KICK': 'goal-kick',
} as const satisfies Record<string, EventPayloads['set-piece-taken']['kind']>

const setPieceOf = ({ subtypes }: MetricaRow): EventPayloads['set-piece-taken']['kind'] =>
  Object.entries(setPieces).find(([name]) => subtypes.includes(name))?.[1] ?? 'other'
