import { criticalTopic, type Source, sourceTopics } from '@touchline/contracts'
import type { PipelineFacts, StageFacts } from '@touchline/db'
import { type NodeState, nodeState } from './node-state.ts'

export type NodeKind =
  | 'source'
  | 'ingest'
  | 'log'
  | 'processor'
  | 'database'
  | 'relay'
  | 'broadcast'
  | 'gateway'
  | 'sockets'

export interface PipelineFigure {
  readonly label: string
  readonly value: number | null
  readonly unit: string
}

export interface PipelineNode {
  readonly id: string
  readonly kind: NodeKind
  readonly label: string
  readonly state: NodeState
  /** Why it is in that state, in a sentence; empty where all is well. */
  readonly says: string
  /** Processes that speak for it; null where it is none. */
  readonly processes: number | null
  readonly figures: readonly PipelineFigure[]
}

export interface PipelineEdge {
  readonly id: string
  readonly from: string
  readonly to: string
  /** What passes it, such as `events accepted`. */
  readonly label: string
  /** Null where nobody reports it, here as below. */
  readonly ratePerSecond: number | null
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  readonly p99Ms: number | null
  readonly lagRecords: number | null
  readonly lagSeconds: number | null
}

export interface PipelineGraph {
  readonly nodes: readonly PipelineNode[]
  readonly edges: readonly PipelineEdge[]
}

const sources = Object.keys(sourceTopics) as Source[]
const sourceLabels: Record<Source, string> = {
  sensor: 'Stadium sensors',
  broadcast: 'Broadcast partners',
  social: 'Social feeds',
}

/** The lanes of the processor: one for each source's topic, and one for the second copies of critical events. */
export const processorLanes: readonly {
  readonly id: string
  readonly label: string
  readonly topic: string
}[] = [
  ...sources.map(source => ({ id: source, label: `Processor, ${source}`, topic: sourceTopics[source] })),
  { id: 'critical', label: 'Processor, critical', topic: criticalTopic },
]

/** Whether what was asked for is a place where events pass. */
export const edgeIds: readonly string[] = [
  ...sources.map(source => `source-${source}.ingest`),
  'ingest.log',
  ...processorLanes.map(({ id }) => `log.processor-${id}`),
  ...processorLanes.map(({ id }) => `processor-${id}.database`),
  'database.relay',
  'relay.broadcast',
  'broadcast.gateway',
  'gateway.sockets',
]

/** The pipeline from the sources to the sockets, as figures on a graph. Pure: of now, or of a minute that was kept. */
export function pipelineGraph(facts: PipelineFacts): PipelineGraph {
  const look = lookAt(facts)
  return { nodes: nodesOf(facts, look), edges: edgesOf(facts, look) }
}

interface Look {
  stage(stage: string): StageFacts | undefined
  rate(stage: string, name: string): number | null
  gauge(stage: string, name: string): number | null
}

function lookAt({ stages }: PipelineFacts): Look {
  const stage = (name: string) => stages.find(one => one.stage === name)
  return {
    stage,
    rate: (of, name) => stage(of)?.rates[name] ?? null,
    gauge: (of, name) => stage(of)?.gauges[name] ?? null,
  }
}

function nodesOf(facts: PipelineFacts, look: Look): PipelineNode[] {
  const { rate, gauge } = look
  const figure = (label: string, value: number | null, unit = ''): PipelineFigure => ({ label, value, unit })
  const perSecond = (label: string, stage: string, name: string) => figure(label, rate(stage, name), '/s')
  const node = (
    kind: NodeKind,
    id: string,
    label: string,
    stage: string,
    figures: readonly PipelineFigure[],
  ): PipelineNode => {
    const processes = look.stage(stage)?.instances ?? 0
    return { id, kind, label, ...nodeState(kind, id, facts), processes, figures }
  }
  const waiting = facts.lag.reduce((total, { records }) => total + records, 0)
  return [
    ...sources.map(source => ({
      ...node('source', `source-${source}`, sourceLabels[source], 'ingest', [
        perSecond('accepted', 'ingest', `acceptedPerSecond.${source}`),
        perSecond('refused', 'ingest', `refusedPerSecond.${source}`),
        ...(source === 'broadcast' ? [] : [figure('healthy', gauge('ingest', `healthySources.${source}`))]),
        figure('clock skew', gauge('ingest', `clockSkewMs.${source}`), 'ms'),
      ]),
      processes: null,
    })),
    node('ingest', 'ingest', 'Ingest', 'ingest', [
      perSecond('accepted', 'ingest', 'acceptedPerSecond'),
      perSecond('refused', 'ingest', 'refusedPerSecond'),
      figure('in flight', gauge('ingest', 'inFlight')),
      figure('p99', gauge('ingest', 'p99Ms'), 'ms'),
    ]),
    {
      ...node('log', 'log', 'Event log', 'processor', [
        figure('waiting', facts.lag.length > 0 ? waiting : null),
        figure('oldest', gauge('processor', 'lagSeconds'), 's'),
        figure('put off', facts.deferred),
      ]),
      processes: null,
    },
    ...processorLanes.map(({ id, label, topic }) =>
      node('processor', `processor-${id}`, label, 'processor', [
        perSecond('handled', 'processor', `handledPerSecond.${topic}`),
        figure('in flight', gauge('processor', `inFlight.${topic}`)),
        figure('p99', gauge('processor', `p99Ms.${topic}`), 'ms'),
        perSecond('shed', 'processor', `shedPerSecond.${topic}`),
        perSecond('deferred', 'processor', `deferredPerSecond.${topic}`),
      ]),
    ),
    {
      ...node('database', 'database', 'Database', 'processor', [
        perSecond('stored', 'processor', 'storedPerSecond'),
        perSecond('duplicate', 'processor', 'duplicatePerSecond'),
        perSecond('dead', 'processor', 'deadPerSecond'),
        figure('parked', facts.parked),
        figure('outbox', facts.outbox.depth),
      ]),
      processes: null,
    },
    node('relay', 'relay', 'Relay', 'relay', [
      perSecond('published', 'relay', 'publishedPerSecond'),
      figure('oldest', facts.outbox.oldestSeconds, 's'),
      figure('p99', gauge('relay', 'p99Ms'), 'ms'),
    ]),
    {
      ...node('broadcast', 'broadcast', 'Broadcast', 'relay', [
        perSecond('announced', 'relay', 'publishedPerSecond'),
      ]),
      processes: null,
    },
    node('gateway', 'gateway', 'Gateways', 'gateway', [
      perSecond('delivered', 'gateway', 'deliveredPerSecond'),
      perSecond('healed', 'gateway', 'healedPerSecond'),
      perSecond('cut off', 'gateway', 'cutOffPerSecond'),
      figure('p99', gauge('gateway', 'p99Ms'), 'ms'),
    ]),
    {
      ...node('sockets', 'sockets', 'Sockets', 'gateway', [
        figure('open', gauge('gateway', 'connections')),
        figure('feeds', gauge('gateway', 'subscriptions')),
      ]),
      processes: null,
    },
  ]
}

function edgesOf(facts: PipelineFacts, { rate, gauge }: Look): PipelineEdge[] {
  const none = { p50Ms: null, p95Ms: null, p99Ms: null, lagRecords: null, lagSeconds: null }
  const times = (stage: string, of = '') => ({
    p50Ms: gauge(stage, `p50Ms${of}`),
    p95Ms: gauge(stage, `p95Ms${of}`),
    p99Ms: gauge(stage, `p99Ms${of}`),
  })
  const edge = (
    [from, to]: readonly [string, string],
    label: string,
    ratePerSecond: number | null,
    more: Partial<PipelineEdge> = {},
  ): PipelineEdge => ({ id: `${from}.${to}`, from, to, label, ratePerSecond, ...none, ...more })
  const lagOf = (topic: string) => {
    const lag = facts.lag.find(one => one.topic === topic)
    return { lagRecords: lag?.records ?? null, lagSeconds: lag?.seconds ?? null }
  }
  const published = rate('relay', 'publishedPerSecond')
  return [
    ...sources.map(source =>
      edge(
        [`source-${source}`, 'ingest'],
        'events offered',
        offered(rate, source),
        times('ingest', `.${source}`),
      ),
    ),
    edge(['ingest', 'log'], 'events accepted', rate('ingest', 'acceptedPerSecond'), times('ingest')),
    ...processorLanes.map(({ id, topic }) =>
      edge(['log', `processor-${id}`], 'records handled', rate('processor', `handledPerSecond.${topic}`), {
        ...times('processor', `.${topic}`),
        ...lagOf(topic),
      }),
    ),
    ...processorLanes.map(({ id, topic }) =>
      edge([`processor-${id}`, 'database'], 'events stored', rate('processor', `storedPerSecond.${topic}`)),
    ),
    edge(['database', 'relay'], 'events to publish', published, {
      ...times('relay'),
      lagRecords: facts.outbox.depth,
      lagSeconds: facts.outbox.oldestSeconds,
    }),
    edge(['relay', 'broadcast'], 'events published', published),
    edge(['broadcast', 'gateway'], 'events announced', published),
    edge(['gateway', 'sockets'], 'frames delivered', rate('gateway', 'deliveredPerSecond'), times('gateway')),
  ]
}

function offered(rate: Look['rate'], source: Source): number | null {
  const accepted = rate('ingest', `acceptedPerSecond.${source}`)
  return accepted === null ? null : accepted + (rate('ingest', `refusedPerSecond.${source}`) ?? 0)
}
