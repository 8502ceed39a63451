import { logHeaders } from '@touchline/contracts'
import { shownErrorCode, shownProvider, shownSchemaVersion } from '../masking/letter-view.ts'
import type { Attempts, LifeFacts } from './life-facts.ts'
import type { GatewaySockets, LifeStage, LifeStep, StepState } from './life-view.ts'

type Facts = Readonly<Record<string, string | number>>
interface Draft {
  readonly at?: string | null
  readonly text: string
  readonly facts?: Facts
  readonly state?: StepState
}

/** What is recorded of an event, step by step. Pure. */
export function stepsOf(life: LifeFacts): LifeStep[] {
  return inOrder({
    happened: happened(life),
    received: received(life),
    log: inLog(life),
    attempts: attempted(life.attempts),
    transaction: committed(life),
    stored: stored(life),
    relay: relayed(life),
    gateways: atGateways(life),
    sockets: atSockets(life),
    revisions: revised(life),
  })
}

/** Of an event that was never stored: where it ended. */
export function stepsOfDead(attempts: Attempts): LifeStep[] {
  const never: Draft = { text: 'it did not come so far', state: 'waiting' }
  const [first] = attempts.letters
  return inOrder({
    happened: { text: 'only the event itself tells, and it was never stored', state: 'unknown' },
    received: {
      text: first ? `it came from ${shownProvider(first.provider)}` : 'nothing is recorded',
      state: first ? 'done' : 'unknown',
      facts: first ? { provider: shownProvider(first.provider) } : {},
    },
    log: { text: 'its dead letter has its place in the log', state: 'unknown' },
    attempts: { ...attempted(attempts), state: 'failed' },
    ...{ transaction: never, stored: never, relay: never, gateways: never, sockets: never },
    revisions: { text: 'there is nothing to revise' },
  })
}

function inOrder(drafts: Record<LifeStage, Draft>): LifeStep[] {
  let lastMs: number | undefined
  return Object.entries(drafts).map(([stage, { at = null, text, facts = {}, state = 'done' }]) => {
    const atMs = at === null ? undefined : Date.parse(at)
    const tookMs = atMs === undefined || lastMs === undefined ? null : atMs - lastMs
    lastMs = atMs ?? lastMs
    return { stage: stage as LifeStage, at, tookMs, text, facts, state }
  })
}

const happened = ({ event }: LifeFacts): Draft => ({
  at: event.occurredAt,
  text: `${event.type}, as ${event.source} dates it`,
  facts: { period: event.clock.period, 'clock seconds': event.clock.seconds },
})

function received({ event, attempts, record }: LifeFacts): Draft {
  const provider = attempts.letters.find(letter => letter.sourceEventId === event.sourceEventId)?.provider
  const told = provider ?? providerIn(record?.value)
  return {
    at: event.ingestedAt,
    text: 'accepted: judged, given its id and its correlation id',
    facts: {
      provider: told === undefined ? 'not recorded with the event' : shownProvider(told),
      'source event id': event.sourceEventId,
      'correlation id': event.correlationId,
    },
  }
}

function providerIn(value: Uint8Array | undefined): string | undefined {
  if (!value) return undefined
  try {
    const told: unknown = JSON.parse(Buffer.from(value).toString())?.provider
    return typeof told === 'string' ? told.slice(0, 64) : undefined
  } catch {
    return undefined
  }
}

function inLog({ origin, record }: LifeFacts): Draft {
  if (!origin) return { text: 'it was stored before places in the log were kept', state: 'unknown' }
  const { topic, partition, offset } = origin
  const schema = record?.headers[logHeaders.schema]
  return {
    at: record ? new Date(record.appendedAtMs).toISOString() : null,
    text: record
      ? 'appended; the log still has it'
      : 'its record stands there; when it was appended is not recorded',
    facts: {
      topic,
      partition,
      offset,
      ...(schema === undefined ? {} : { schema: shownSchemaVersion(schema) }),
    },
  }
}

function attempted({ letters, replays, corrected, correction }: Attempts): Draft {
  const facts = { 'dead letters': letters.length, replays: replays.length }
  if (correction) {
    const text = `${correction.requestedBy} made it: ${correction.reason}`
    return { at: null, text, facts: { correction: correction.id, ...facts } }
  }
  if (corrected) {
    const text = `sent by replay ${corrected.replayId} in the place of dead letter ${corrected.letterId}, corrected`
    return { text, facts: { replay: corrected.replayId, 'dead letter': corrected.letterId, ...facts } }
  }
  const [first] = letters
  if (!first) return { text: 'no failure is recorded: the first attempt succeeded', facts }
  const last = letters.at(-1) ?? first
  return {
    text: `dead letter ${last.id} (${shownErrorCode(last.errorCode)}) is ${last.state.replace('_', ' ')}`,
    facts: { ...facts, 'first failed at': first.firstFailedAt.toISOString(), deaths: last.deaths },
  }
}

function committed({ transaction }: LifeFacts): Draft {
  const { id, events, firstSeq, lastSeq } = transaction
  const others = events === 1 ? 'no other event of this match' : `${events - 1} other events of this match`
  return {
    text: `one transaction stored it with ${others}, and wrote state, outbox, account and checkpoint`,
    facts: {
      'transaction id': id,
      'events of this match': events,
      'first seq': firstSeq,
      'last seq': lastSeq,
    },
  }
}

const stored = ({ event }: LifeFacts): Draft => ({
  at: event.storedAt,
  text: `stored as ${event.epoch}:${event.seq}`,
  facts: {
    seq: event.seq,
    lane: event.lane,
    'ingest to stored ms': Date.parse(event.storedAt) - Date.parse(event.ingestedAt),
  },
})

function relayed({ event, relay }: LifeFacts): Draft {
  const { published, waitingSince } = relay
  if (waitingSince) {
    const since = waitingSince.toISOString()
    return {
      text: `it waits in the outbox since ${since}`,
      facts: { 'in the outbox since': since },
      state: 'waiting',
    }
  }
  if (!published) return { text: 'nothing is recorded of this match being relayed', state: 'unknown' }
  const watermark = `${published.epoch}:${published.seq}`
  const at = published.at.toISOString()
  const facts = { 'relayed up to': watermark, 'noted at': at }
  if (published.epoch < event.epoch || (published.epoch === event.epoch && published.seq < event.seq))
    return { text: `the relay stands at ${watermark}`, facts, state: 'waiting' }
  const isExact = published.epoch === event.epoch && published.seq === event.seq
  return {
    at: isExact ? at : null,
    text: isExact ? 'sent on to the broadcast' : `sent on; the relay has come to ${watermark} since`,
    facts,
  }
}

function atGateways({ event, marks }: LifeFacts): Draft {
  if (marks.length === 0)
    return { text: 'no gateway reports that somebody watches this match now', state: 'unknown' }
  const there = marks.filter(
    mark => mark.epoch > event.epoch || (mark.epoch === event.epoch && mark.seq >= event.seq),
  )
  const sockets = marks.reduce((sum, mark) => sum + mark.sockets, 0)
  return {
    text: `${there.length} of ${marks.length} gateways have come to it`,
    facts: { gateways: marks.length, 'have it': there.length, 'sockets now': sockets },
    state: there.length === marks.length ? 'done' : 'waiting',
  }
}

function atSockets({ sockets }: LifeFacts): Draft {
  if (sockets.counted === 0) return { text: 'no feed is recorded near that time', state: 'unknown' }
  const verdicts = summed(sockets.gateways)
  const [got, coming] = [
    count(verdicts, 'delivered', 'passed-on'),
    count(verdicts, 'on-its-way', 'held-back'),
  ]
  const those = `${sockets.isAll ? '' : 'the nearest '}${sockets.counted} feeds`
  const state = got === 0 && coming > 0 ? 'waiting' : 'done'
  return { text: `${got} of ${those} got it`, facts: verdicts, state }
}

type Verdicts = Record<string, number>

function summed(gateways: readonly GatewaySockets[]): Verdicts {
  const verdicts: Verdicts = {}
  for (const [verdict, n] of gateways.flatMap(gateway => Object.entries(gateway.verdicts))) {
    verdicts[verdict] = (verdicts[verdict] ?? 0) + n
  }
  return verdicts
}

const count = (verdicts: Verdicts, ...names: string[]): number =>
  names.reduce((sum, name) => sum + (verdicts[name] ?? 0), 0)

function revised({ revisions, event }: LifeFacts): Draft {
  const [first] = revisions
  const standing = revisions.find(({ holds }) => holds)
  const versions = revisions.filter(({ kind }) => kind === 'version').length
  if (standing) return { text: `what holds is event ${standing.seq}: ${standing.text}`, facts: { versions } }
  if (!first) return { text: `no later event changes what this ${event.type} means` }
  return {
    text: revisions.length === 1 ? first.text : `${first.text}, and ${revisions.length - 1} times more`,
    facts: { revisions: revisions.length },
  }
}
