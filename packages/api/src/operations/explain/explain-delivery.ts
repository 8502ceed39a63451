import {
  matchIdSchema,
  positionTextSchema,
  sourceEventIdSchema,
  sourceSchema,
  wellFormedText,
} from '@touchline/contracts'
import { type Database, type FeedSessionRow, readFeedSessions, readOmissions } from '@touchline/db'
import { z } from 'zod'
import { type Outcome, succeeded } from '../outcome.ts'
import {
  type AskedEvent,
  type EventFacts,
  type Fact,
  findEventFacts,
  type KnownEvent,
} from './event-facts.ts'
import { type ExplainedVersion, explainVersions } from './explain-versions.ts'
import { type Judgement, judgeSession, type SessionVerdict, sessionVerdicts } from './judge-session.ts'

const askedEventSchema: z.ZodType<AskedEvent> = z.union([
  z.object({ matchId: matchIdSchema, position: positionTextSchema }),
  z.object({ source: sourceSchema, sourceEventId: sourceEventIdSchema }),
])

export const explainDeliveryInput = z
  .object({
    /** A fan's id, or `key:` and the id of a developer's key. */
    fan: wellFormedText.min(1).max(160).optional(),
    connectionId: wellFormedText.min(1).max(32).optional(),
    event: askedEventSchema,
  })
  .refine(({ fan, connectionId }) => (fan === undefined) !== (connectionId === undefined), {
    message: 'give a fan or a connection, and not both',
    path: ['fan'],
  })

/** Beside what a feed may tell: the event was not stored, not sent on, or nobody followed its match. */
export type DeliveryVerdict = SessionVerdict | EventFacts['state'] | 'not-followed'

export interface JudgedSession extends Judgement {
  readonly sessionId: string
  readonly connectionId: string
  readonly instance: string
  readonly transport: string
  readonly startedAt: string
}

export interface Explanation {
  readonly verdict: DeliveryVerdict
  readonly text: string
  readonly event: KnownEvent | null
  /** Of an event that was revised or withdrawn, its newest 50 versions, oldest first; else none. */
  readonly versions: readonly ExplainedVersion[]
  /** What tells the verdict, in the order in which it was so. */
  readonly facts: readonly Fact[]
  /** The feeds of that fan, or on that connection, near that time; oldest first. */
  readonly sessions: readonly JudgedSession[]
}

/** Why a fan did or did not get an event, from what was recorded. The journal of feeds is about a second behind. */
export async function explainDelivery(
  database: Database,
  { event: asked, fan, connectionId }: z.output<typeof explainDeliveryInput>,
  now: Date,
): Promise<Outcome<Explanation, never>> {
  const { state, text, facts, event } = await findEventFacts(database, asked, now)
  if (!event) return succeeded({ verdict: state, text, event: null, versions: [], facts, sessions: [] })
  const question = { fan, connectionId, matchId: event.matchId, around: new Date(event.storedAt) }
  const [rows, versions] = await Promise.all([
    readFeedSessions(database, question),
    explainVersions(database, event),
  ])
  const sessions = await judgeAll(database, { rows, event, now })
  const best = bestOf(sessions)
  const isWaiting = state === 'not-relayed' && best?.verdict !== 'delivered' && best?.verdict !== 'passed-on'
  const verdict = isWaiting ? state : (best?.verdict ?? 'not-followed')
  return succeeded({
    verdict,
    text: isWaiting ? text : verdictText(best, sessions),
    ...{ event, versions },
    facts: [...facts, ...sessions.flatMap(factsOf)].sort((a, b) => a.at.localeCompare(b.at)),
    sessions,
  })
}

interface Evidence {
  readonly rows: readonly FeedSessionRow[]
  readonly event: KnownEvent
  readonly now: Date
}

async function judgeAll(database: Database, { rows, event, now }: Evidence): Promise<JudgedSession[]> {
  const ids = rows.map(row => row.sessionId)
  const omissions = await readOmissions(database, ids, event)
  return rows.map(session => {
    const omission = omissions.find(one => one.sessionId === session.sessionId)
    const { sessionId, connectionId, instance, transport, startedAt } = session
    return {
      sessionId,
      connectionId,
      instance,
      transport,
      startedAt: startedAt.toISOString(),
      ...judgeSession({ session, event, omission, nowMs: now.getTime() }),
    }
  })
}

const rankOf = ({ verdict }: Judgement) => sessionVerdicts.indexOf(verdict)

/** The feed on which the event came furthest; of equals, the newest. */
const bestOf = (sessions: readonly JudgedSession[]): JudgedSession | undefined =>
  sessions
    .toReversed()
    .reduce<JudgedSession | undefined>(
      (best, one) => (best && rankOf(best) <= rankOf(one) ? best : one),
      undefined,
    )

const factsOf = ({ connectionId, transport, startedAt, at, text, verdict }: JudgedSession): Fact[] => [
  { at: startedAt, text: `feed on connection ${connectionId} (${transport}) began` },
  { at, text: `feed on connection ${connectionId}: ${verdict}; ${text}` },
]

const verdictTexts: Readonly<Record<SessionVerdict, string>> = {
  delivered: 'it was delivered',
  'passed-on': 'it was delivered, as far as an open feed can tell',
  'held-back': 'it is held back by the delay that the fan asked for',
  'on-its-way': 'it is on its way',
  'left-out': 'it was left out, and a marker told so',
  'not-asked-for': 'the fan did not ask for events of its lane',
  'gateway-died': 'the gateway died with the feed open',
  'ended-before': 'the feed had ended before',
  'began-after': 'the fan began to follow after it, or had it already',
}

function verdictText(best: JudgedSession | undefined, sessions: readonly JudgedSession[]): string {
  if (!best) return 'nothing is recorded of the fan following this match'
  const text = `${verdictTexts[best.verdict]}: ${best.text}`
  if (best.verdict !== 'gateway-died' && best.verdict !== 'ended-before') return text
  const cameBack = sessions.find(one => one.startedAt > best.startedAt)
  return `${text}; the fan ${cameBack ? `came back on connection ${cameBack.connectionId}: ${cameBack.text}` : 'has not come back since'}`
}
