import { type MatchSnapshot, matchIdSchema, type Source } from '@touchline/contracts'
import {
  type Database,
  getMatch,
  listWatermarks,
  type MatchWatermarks,
  readDeskFacts,
  readParkedState,
  readSourceActivity,
  readSourceFacts,
  type SourceAccount,
  type SourceFacts,
} from '@touchline/db'
import { z } from 'zod'
import { publicMessage } from '../masking/public-message.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { type SourcePulse, sourcePulses } from './source-pulse.ts'

export const showDeskInput = z.object({ matchId: matchIdSchema })

/** How a source of a match does. */
export interface SourceHealth extends SourcePulse {
  readonly lastEvent: {
    readonly seq: number
    readonly type: string
    readonly occurredAt: string
    readonly storedAt: string
  } | null
  /** Stretches of ten seconds without an event of it, in its last ten minutes. */
  readonly quietWindows: number
  readonly deadLetters: number
  readonly account: SourceAccount | null
}

export interface DeskMatchView {
  readonly match: MatchSnapshot
  readonly lagMs: number | null
  readonly lastStoredAt: string | null
  readonly viewers: number
  readonly deadLetters: number
  readonly watermarks: Pick<MatchWatermarks, 'relayed' | 'gateways'>
  readonly sources: readonly SourceHealth[]
  /** Null: it is not parked. */
  readonly parked: {
    readonly since: string
    readonly dueAt: string
    readonly attempts: number
    readonly errorCode: string
    readonly errorMessage: string
    readonly records: number
  } | null
}

/** One match, and how everything around it does. */
export async function showDeskMatch(
  database: Database,
  { matchId }: z.output<typeof showDeskInput>,
  now: Date,
): Promise<Outcome<DeskMatchView, 'match-not-found'>> {
  const match = await getMatch(database, matchId)
  if (!match) return failed('match-not-found')
  const [[facts], activity, sources, parked, [marks]] = await Promise.all([
    readDeskFacts(database, [matchId]),
    readSourceActivity(database, { matchIds: [matchId], now }),
    readSourceFacts(database, matchId),
    readParkedState(database, matchId),
    listWatermarks(database, { matchId, activeWithinMs: 0, limit: 1 }),
  ])
  const pulses = sourcePulses(activity, { status: match.status, now })
  return succeeded({
    match,
    lagMs: facts?.storedAt && facts.ingestedAt ? facts.storedAt.getTime() - facts.ingestedAt.getTime() : null,
    lastStoredAt: facts?.storedAt?.toISOString() ?? null,
    viewers: facts?.viewers ?? 0,
    deadLetters: facts?.deadLetters ?? 0,
    watermarks: { relayed: marks?.relayed ?? null, gateways: marks?.gateways ?? [] },
    sources: pulses.map(pulse => healthOf(pulse, sources)),
    parked: parked
      ? {
          ...{
            attempts: parked.attempts,
            errorCode: parked.errorCode,
            errorMessage: publicMessage(parked.errorMessage),
          },
          ...{
            since: parked.parkedAt.toISOString(),
            dueAt: parked.dueAt.toISOString(),
            records: parked.records,
          },
        }
      : null,
  })
}

function healthOf(pulse: SourcePulse, all: readonly SourceFacts[]): SourceHealth {
  const its = all.find(({ source }) => source === (pulse.source satisfies Source))
  return {
    ...pulse,
    lastEvent: lastEventOf(its),
    quietWindows: pulse.state === 'none' ? 0 : (its?.quietWindows ?? 0),
    deadLetters: its?.deadLetters ?? 0,
    account: its?.account ?? null,
  }
}

function lastEventOf(facts: SourceFacts | undefined): SourceHealth['lastEvent'] {
  if (!facts || facts.lastSeq === null || facts.lastType === null) return null
  if (!facts.lastOccurredAt || !facts.lastStoredAt) return null
  return {
    seq: facts.lastSeq,
    type: facts.lastType,
    occurredAt: facts.lastOccurredAt.toISOString(),
    storedAt: facts.lastStoredAt.toISOString(),
  }
}
