import {
  defaultOverloadPolicy,
  type OverloadPolicy,
  overloadPolicyControl,
  type Source,
  sourceTopics,
} from '@touchline/contracts'
import {
  type AffectedMatch,
  aggregationConsumer,
  type ConsumerName,
  type Database,
  getControl,
  getMatch,
  readAffectedMatches,
  readAggregationLag,
  readConsumerPlaces,
  readStageReports,
  type StageFacts,
  stageFacts,
} from '@touchline/db'
import { z } from 'zod'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { policyView } from '../overload/get.ts'
import { aboutConsumer, pauseMinutesMax } from './name.ts'
import { pauseSentences, type ResetRange, resetSentences } from './preview-text.ts'
import { confirmationOf, resetTargetSchema, targetFault } from './reset.ts'

export const previewConsumerInput = aboutConsumer({
  change: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('pause'), minutes: z.int().min(1).max(pauseMinutesMax) }),
    z.strictObject({ kind: z.literal('reset'), target: resetTargetSchema }),
  ]),
})
export type PreviewConsumerInput = z.infer<typeof previewConsumerInput>

/** What a change would do, in numbers and in sentences, by what is known now. Changes nothing. */
export interface ConsumerPreview extends ConsumerName {
  readonly at: string
  /** Records (of the aggregation: events) that wait now; null where nobody reports it, here as below. */
  readonly waitingRecords: number | null
  readonly arrivingPerSecond: number | null
  /** Of a pause: where it would stand at its end, at the present rate. */
  readonly atEnd: { readonly records: number | null; readonly secondsBehind: number | null } | null
  /** Of a reset of a topic. */
  readonly partitions: readonly ResetRange[]
  /** Of a reset: records put off, or events folded again. */
  readonly records: number | null
  /** Of a reset: what has to be typed. */
  readonly confirm: string | null
  /** Matches with an event within ten minutes, at most 50. */
  readonly matches: readonly AffectedMatch[]
  /** Feeds of those matches that fans have open. */
  readonly fans: number
  readonly sentences: readonly string[]
}

const matchesMax = 50

/** `invalid-input`: this consumer has no such reset. `match-not-found`: there is no such match. */
export async function previewConsumer(
  database: Database,
  { consumer, topic, change }: PreviewConsumerInput,
  now: Date,
): Promise<Outcome<ConsumerPreview, 'invalid-input' | 'match-not-found'>> {
  const name = { consumer, topic }
  const fault = change.kind === 'reset' ? targetFault(name, change.target, now) : undefined
  if (fault) return failed('invalid-input', [{ ...fault, path: `change.${fault.path}` }])
  const facts = await readFacts(database, name, now)
  const common = {
    ...{ ...name, at: now.toISOString(), waitingRecords: facts.waitingRecords },
    arrivingPerSecond: facts.arrivingPerSecond,
    matches: facts.matches,
    fans: facts.matches.reduce((sum, { fans }) => sum + fans, 0),
  }
  if (change.kind === 'pause') {
    const atEnd = endOfPause(facts, change.minutes)
    const sentences = pauseSentences(name, {
      ...common,
      minutes: change.minutes,
      atEnd,
      policy: facts.policy,
    })
    return succeeded({ ...common, atEnd, partitions: [], records: null, confirm: null, sentences })
  }
  const { target } = change
  const confirm = confirmationOf(name, target)
  if (target.kind === 'match') {
    const match = await getMatch(database, target.matchId)
    if (!match) return failed('match-not-found')
    const sentences = resetSentences({ ...common, target, partitions: [], records: match.lastSeq })
    return succeeded({ ...common, atEnd: null, partitions: [], records: match.lastSeq, confirm, sentences })
  }
  const { partitions } = facts
  const records = target.kind === 'end' && facts.isReported ? sumOf(partitions) : null
  const sentences = resetSentences({ ...common, target, partitions, records })
  return succeeded({ ...common, atEnd: null, partitions, records, confirm, sentences })
}

interface Facts {
  readonly isReported: boolean
  readonly waitingRecords: number | null
  readonly lagSeconds: number | null
  readonly arrivingPerSecond: number | null
  readonly partitions: readonly ResetRange[]
  readonly matches: readonly AffectedMatch[]
  readonly policy: OverloadPolicy
}

async function readFacts(database: Database, name: ConsumerName, now: Date): Promise<Facts> {
  const isAggregation = name.consumer === aggregationConsumer
  const topics = isAggregation ? Object.values(sourceTopics) : [name.topic]
  const [reports, places, matches, control, aggregation] = await Promise.all([
    readStageReports(database, now),
    readConsumerPlaces(database),
    readAffectedMatches(database, topics, matchesMax),
    getControl(database, overloadPolicyControl),
    isAggregation ? readAggregationLag(database) : undefined,
  ])
  const stages = stageFacts(reports, now.getTime())
  const processor = stages.find(({ stage, instances }) => stage === 'processor' && instances > 0)
  const its = places.filter(place => place.consumer === name.consumer && place.topic === name.topic)
  return {
    isReported: processor !== undefined,
    waitingRecords: aggregation
      ? aggregation.events
      : (processor?.gauges[`lagRecords.${name.topic}`] ?? null),
    lagSeconds: isAggregation ? 0 : (processor?.gauges[`lagSeconds.${name.topic}`] ?? null),
    arrivingPerSecond: arriving(stages, name),
    partitions: rangesOf(name.topic, its, processor),
    matches,
    policy: control ? policyView(control).policy : defaultOverloadPolicy,
  }
}

/** What ingest takes of the source; of the critical copies and of the aggregation, what comes out of the step before. */
function arriving(stages: readonly StageFacts[], { consumer, topic }: ConsumerName): number | null {
  const rate = (stage: string, name: string) => stages.find(one => one.stage === stage)?.rates[name] ?? null
  if (consumer === aggregationConsumer) return rate('processor', 'storedPerSecond')
  const source = (Object.keys(sourceTopics) as Source[]).find(one => sourceTopics[one] === topic)
  return source
    ? rate('ingest', `acceptedPerSecond.${source}`)
    : rate('processor', `handledPerSecond.${topic}`)
}

function rangesOf(
  topic: string,
  places: readonly { readonly partition: number; readonly nextOffset: number }[],
  processor: StageFacts | undefined,
): ResetRange[] {
  const prefix = `end.${topic}.`
  const ends = Object.entries(processor?.gauges ?? {}).filter(([name]) => name.startsWith(prefix))
  return ends
    .map(([name, toOffset]) => {
      const partition = Number(name.slice(prefix.length))
      const fromOffset = places.find(place => place.partition === partition)?.nextOffset ?? 0
      return { partition, fromOffset, toOffset, records: Math.max(0, toOffset - fromOffset) }
    })
    .sort((a, b) => a.partition - b.partition)
}

const sumOf = (partitions: readonly ResetRange[]) => partitions.reduce((sum, { records }) => sum + records, 0)

function endOfPause(
  { waitingRecords, lagSeconds, arrivingPerSecond }: Facts,
  minutes: number,
): NonNullable<ConsumerPreview['atEnd']> {
  const seconds = minutes * 60
  const records =
    waitingRecords === null || arrivingPerSecond === null
      ? null
      : Math.round(waitingRecords + arrivingPerSecond * seconds)
  return { records, secondsBehind: lagSeconds === null ? null : Math.round(lagSeconds + seconds) }
}
