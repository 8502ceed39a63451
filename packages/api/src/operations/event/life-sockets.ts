import { createHash } from 'node:crypto'
import type { MatchEvent } from '@touchline/contracts'
import {
  type Database,
  type GatewayMark,
  type MatchSessionRow,
  readMatchSessions,
  readOmissions,
} from '@touchline/db'
import { type Judgement, judgeSession } from '../explain/judge-session.ts'
import type { GatewaySockets, LifeSession, LifeSockets } from './life-view.ts'

export const noSockets: LifeSockets = { counted: 0, isAll: true, gateways: [], sample: [] }

const maxSessions = 2_000
const maxSample = 50
const maxGateways = 200

export interface SocketQuestion {
  readonly event: MatchEvent
  readonly marks: readonly GatewayMark[]
  readonly nowMs: number
}

/** What became of an event on the feeds of its match, as far as the journal of feeds tells. */
export async function readSockets(database: Database, question: SocketQuestion): Promise<LifeSockets> {
  const { event, nowMs } = question
  const around = new Date(event.storedAt)
  const rows = await readMatchSessions(database, { matchId: event.matchId, around, limit: maxSessions + 1 })
  const counted = rows.slice(0, maxSessions)
  const omissions = new Map(
    (
      await readOmissions(
        database,
        counted.map(row => row.sessionId),
        event,
      )
    ).map(one => [one.sessionId, one]),
  )
  const judged = counted.map(session => ({
    session,
    judgement: judgeSession({ session, event, omission: omissions.get(session.sessionId), nowMs }),
  }))
  return {
    counted: counted.length,
    isAll: rows.length <= maxSessions,
    gateways: byGateway(judged, question.marks),
    sample: sampleOf(judged).map(toSession),
  }
}

interface Judged {
  readonly session: MatchSessionRow
  readonly judgement: Judgement
}

function byGateway(judged: readonly Judged[], marks: readonly GatewayMark[]): GatewaySockets[] {
  const names = new Set([
    ...marks.map(mark => mark.instance),
    ...judged.map(({ session }) => session.instance),
  ])
  const byMark = new Map(marks.map(mark => [mark.instance, mark]))
  return [...names].slice(0, maxGateways).map(instance => {
    const mark = byMark.get(instance)
    const verdicts: Record<string, number> = {}
    for (const { session, judgement } of judged) {
      if (session.instance === instance) verdicts[judgement.verdict] = (verdicts[judgement.verdict] ?? 0) + 1
    }
    return {
      instance,
      reached: mark ? `${mark.epoch}:${mark.seq}` : null,
      reportedAt: mark?.reportedAt.toISOString() ?? null,
      verdicts,
    }
  })
}

/** Some of each verdict: the one feed that did not get it must not be lost among all that did. */
function sampleOf(judged: readonly Judged[]): Judged[] {
  const kinds = [...Map.groupBy(judged, ({ judgement }) => judgement.verdict).values()]
  const sample: Judged[] = []
  for (let turn = 0; sample.length < Math.min(maxSample, judged.length); turn += 1) {
    sample.push(...kinds.flatMap(kind => kind[turn] ?? []))
  }
  return sample.slice(0, maxSample)
}

const toSession = ({ session, judgement }: Judged): LifeSession => ({
  sessionId: session.sessionId,
  connectionId: session.connectionId,
  instance: session.instance,
  transport: session.transport,
  fan: maskedFan(session.fan),
  startedAt: session.startedAt.toISOString(),
  verdict: judgement.verdict,
  at: judgement.at,
  text: judgement.text,
})

/** Enough to see that two feeds are one fan's, and too little to tell whose: a hash of few bits. */
export function maskedFan(fan: string): string {
  if (fan === '') return 'anonymous'
  if (fan.startsWith('key:')) return fan
  return `${[...fan][0] ?? ''}••• ${createHash('sha256').update(fan).digest('hex').slice(0, 3)}`
}
