import { criticalTopic, type Source, sourceTopics } from '@touchline/contracts'
import type { PipelineFacts } from '@touchline/db'
import type { NodeKind } from './graph.ts'

/** `unknown`: nobody has ever spoken for it. `silent`: nobody has for 10 s, and somebody had within an hour. */
export type NodeState = 'good' | 'strained' | 'failing' | 'paused' | 'silent' | 'unknown'

interface Told {
  readonly state: NodeState
  readonly says: string
}

const good: Told = { state: 'good', says: '' }
const strainedLagSeconds = 5
const strainedOutboxSeconds = 2

const speakerOf: Record<NodeKind, string> = {
  source: 'ingest',
  ingest: 'ingest',
  log: 'processor',
  processor: 'processor',
  database: 'processor',
  relay: 'relay',
  broadcast: 'relay',
  gateway: 'gateway',
  sockets: 'gateway',
}

/** How a node of the graph is doing, and why. */
export function nodeState(kind: NodeKind, id: string, facts: PipelineFacts): Told {
  const speaker = facts.stages.find(({ stage }) => stage === speakerOf[kind])
  if (!speaker) return { state: 'unknown', says: `No ${speakerOf[kind]} has reported within an hour.` }
  if (speaker.instances === 0) {
    return { state: 'silent', says: `No ${speakerOf[kind]} has reported since ${speaker.lastHeardAt}.` }
  }
  return judges[kind]?.(speaker.gauges, id, facts) ?? good
}

type Gauges = Readonly<Record<string, number>>
type Judge = (gauges: Gauges, id: string, facts: PipelineFacts) => Told | undefined

const judges: Partial<Record<NodeKind, Judge>> = {
  source: (gauges, id) => {
    const [all, healthy] = [
      gauges[`sources.${lastPart(id)}`] ?? 0,
      gauges[`healthySources.${lastPart(id)}`] ?? 0,
    ]
    if (healthy >= all) return clockState(gauges[`clockSkewMs.${lastPart(id)}`] ?? 0)
    const says = `${all - healthy} of ${all} do not answer as they should.`
    return { state: healthy === 0 ? 'failing' : 'strained', says }
  },
  processor: (gauges, id, { lag }) => {
    const topic = topicOfLane(lastPart(id))
    const held = gauges[`heldPartitions.${topic}`] ?? 0
    if (held > 0) return { state: 'failing', says: `Holds ${held} partitions: what it needs is at fault.` }
    if (gauges[`paused.${topic}`]) return { state: 'paused', says: 'Paused by an operator.' }
    const seconds = lag.find(one => one.topic === topic)?.seconds ?? 0
    if (seconds <= strainedLagSeconds) return undefined
    return { state: 'strained', says: `Behind by ${Math.round(seconds)} s.` }
  },
  database: (gauges, _id, { parked, parkedReason }) => {
    if (gauges.overloaded) return { state: 'strained', says: 'Under overload: what can wait is put off.' }
    if (parked === 0) return undefined
    const reason = parkedReason ? ` ${parkedReason}` : ''
    return { state: 'strained', says: `${parked} records wait behind parked matches.${reason}` }
  },
  relay: (gauges, _id, { outbox }) => {
    if (gauges.failing) return { state: 'failing', says: 'Its last attempt to publish failed.' }
    if (outbox.oldestSeconds <= strainedOutboxSeconds) return undefined
    return {
      state: 'strained',
      says: `The oldest row of the outbox is ${Math.round(outbox.oldestSeconds)} s old.`,
    }
  },
  broadcast: gauges =>
    gauges.failing
      ? { state: 'failing', says: 'It takes no notices: gateways heal from the database.' }
      : undefined,
}

/** As intake has it: what differs less is the network's, what differs more can't be corrected. */
const noticeableSkewMs = 2_000
const correctableSkewMs = 300_000

/** Of the provider whose clock differs most; positive: it runs ahead. */
function clockState(skewMs: number): Told | undefined {
  const isBeyond = Math.abs(skewMs) > correctableSkewMs
  if (Math.abs(skewMs) <= noticeableSkewMs) return undefined
  const differs = `A provider's clock is ${Math.round(Math.abs(skewMs) / 1_000)} s ${skewMs > 0 ? 'ahead' : 'behind'}`
  return isBeyond
    ? { state: 'failing', says: `${differs}, too far to correct its times.` }
    : { state: 'strained', says: `${differs}: its times are corrected.` }
}

/** `source-sensor` and `processor-sensor` are of the sensors. */
const lastPart = (id: string): string => id.slice(id.indexOf('-') + 1)

const topicOfLane = (lane: string): string =>
  lane === 'critical' ? criticalTopic : sourceTopics[lane as Source]
