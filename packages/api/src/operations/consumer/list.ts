import {
  type AggregationLag,
  aggregationConsumer,
  type ConsumerControl,
  type ConsumerName,
  type ConsumerReset,
  consumerNames,
  type Database,
  listConsumerControls,
  listConsumerResets,
  readAggregationLag,
  readStageReports,
  type StageFacts,
  stageFacts,
} from '@touchline/db'
import { type Outcome, succeeded } from '../outcome.ts'
import { consumerId, isCritical, minutesAllowed } from './name.ts'

/** `silent`: no processor has reported for 10 s. `held`: partitions stand still, since what they need is at fault. */
export type ConsumerState = 'running' | 'paused' | 'held' | 'silent'

export interface ConsumerView extends ConsumerName {
  readonly id: string
  readonly state: ConsumerState
  /** Null unless it is paused. It goes on by itself then. */
  readonly pause: {
    readonly until: string
    readonly since: string
    readonly by: string
    readonly reason: string
  } | null
  /** Of the aggregation: stored events that no window has. Null where nobody reports it, here as below. */
  readonly lagRecords: number | null
  readonly lagSeconds: number | null
  readonly handledPerSecond: number | null
  readonly inFlight: number | null
  readonly heldPartitions: number
  /** How far the log is from deleting records that were not processed; null of the aggregation, which reads none. */
  readonly retention: RetentionView | null
  readonly maxPauseMinutes: number
  /** Whether only an admin may pause it. */
  readonly isCritical: boolean
  /** The reset that is still to be done. */
  readonly pendingResetId: string | null
}

/** Of the partition that is nearest. */
export interface RetentionView {
  /** From the oldest record that the log holds to the next one to process; null where nothing can be deleted unread. */
  readonly headroomRecords: number | null
  /** How long until the next one may be deleted. */
  readonly headroomSeconds: number | null
  /** Partitions whose next record is among the oldest tenth that the log holds. */
  readonly nearPartitions: number
}

export interface ConsumerList {
  readonly at: string
  readonly items: readonly ConsumerView[]
  /** The newest first. */
  readonly resets: readonly ConsumerReset[]
}

const resetsShown = 20

/** All consumers that may be paused or reset, and how they are doing. */
export async function listConsumers(database: Database, now: Date): Promise<Outcome<ConsumerList, never>> {
  const [reports, controls, resets, aggregation] = await Promise.all([
    readStageReports(database, now),
    listConsumerControls(database),
    listConsumerResets(database, resetsShown),
    readAggregationLag(database),
  ])
  const processor = stageFacts(reports, now.getTime()).find(({ stage }) => stage === 'processor')
  const items = consumerNames.map(name => viewOf(name, { processor, controls, resets, aggregation }))
  return succeeded({ at: now.toISOString(), items, resets })
}

interface Known {
  readonly processor: StageFacts | undefined
  readonly controls: readonly ConsumerControl[]
  readonly resets: readonly ConsumerReset[]
  readonly aggregation: AggregationLag
}

function viewOf(name: ConsumerName, { processor, controls, resets, aggregation }: Known): ConsumerView {
  const { consumer, topic } = name
  const isIts = (one: ConsumerName) => one.consumer === consumer && one.topic === topic
  const pause = pauseOf(controls.find(isIts))
  const gauge = (gaugeName: string) => processor?.gauges[`${gaugeName}.${topic}`] ?? null
  const heldPartitions = gauge('heldPartitions') ?? 0
  const isAggregation = consumer === aggregationConsumer
  return {
    ...name,
    id: consumerId(name),
    state: stateOf(processor, pause !== null, heldPartitions),
    pause,
    lagRecords: isAggregation ? aggregation.events : gauge('lagRecords'),
    lagSeconds: gauge('lagSeconds'),
    handledPerSecond:
      processor?.rates[isAggregation ? 'aggregatedPerSecond' : `handledPerSecond.${topic}`] ?? null,
    inFlight: gauge('inFlight'),
    heldPartitions,
    retention: retentionOf(gauge),
    maxPauseMinutes: minutesAllowed(name),
    isCritical: isCritical(name),
    pendingResetId: resets.find(reset => isIts(reset) && reset.state === 'pending')?.id ?? null,
  }
}

function retentionOf(gauge: (name: string) => number | null): RetentionView | null {
  const nearPartitions = gauge('nearRetention')
  if (nearPartitions === null) return null
  const [headroomRecords, headroomSeconds] = [gauge('headroomRecords'), gauge('headroomSeconds')]
  return { headroomRecords, headroomSeconds, nearPartitions }
}

function pauseOf(control: ConsumerControl | undefined): ConsumerView['pause'] {
  if (!control?.pausedUntil) return null
  const { pausedUntil, pausedAt, changedBy, changedAt, reason } = control
  return { until: pausedUntil, since: pausedAt ?? changedAt, by: changedBy, reason }
}

function stateOf(
  processor: StageFacts | undefined,
  isPaused: boolean,
  heldPartitions: number,
): ConsumerState {
  if (!processor || processor.instances === 0) return 'silent'
  if (isPaused) return 'paused'
  return heldPartitions > 0 ? 'held' : 'running'
}
