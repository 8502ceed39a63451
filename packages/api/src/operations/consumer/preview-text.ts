import { type LaneAction, type OverloadPolicy, sourceTopics } from '@touchline/contracts'
import {
  aggregationConsumer,
  type ConsumerName,
  type ConsumerResetTarget,
  criticalConsumer,
} from '@touchline/db'

/** Offsets of one partition: from the first that is not taken, to the next that the log will give. */
export interface ResetRange {
  readonly partition: number
  readonly fromOffset: number
  readonly toOffset: number
  readonly records: number
}

interface Common {
  readonly waitingRecords: number | null
  readonly arrivingPerSecond: number | null
  readonly matches: readonly unknown[]
  readonly fans: number
}

export interface PauseFacts extends Common {
  readonly minutes: number
  readonly atEnd: { readonly records: number | null; readonly secondsBehind: number | null }
  readonly policy: OverloadPolicy
}

const count = (value: number, one: string, many = `${one}s`) =>
  `${value.toLocaleString('en')} ${value === 1 ? one : many}`

/** What a pause would do, one thought a sentence. */
export function pauseSentences(name: ConsumerName, facts: PauseFacts): string[] {
  const { minutes, atEnd } = facts
  const what = name.consumer === aggregationConsumer ? 'event' : 'record'
  const waits =
    facts.waitingRecords === null
      ? []
      : [`${count(facts.waitingRecords, what)} ${facts.waitingRecords === 1 ? 'waits' : 'wait'} now.`]
  const end =
    atEnd.records === null || atEnd.secondsBehind === null
      ? ['Nobody reports its rate now: how far it would fall behind is not known.']
      : [
          `At the present ${facts.arrivingPerSecond?.toLocaleString('en')}/s, about ${count(atEnd.records, what)} would wait after ${count(minutes, 'minute')}, the oldest ${duration(atEnd.secondsBehind)} old.`,
        ]
  return [
    ...waits,
    ...end,
    concerns(facts),
    fansSee(name),
    `It goes on by itself after ${count(minutes, 'minute')}, even if the database can't be asked.`,
    ...(what === 'event' ? [] : afterwards(facts.policy, minutes * 60)),
  ]
}

function concerns({ matches, fans }: Common): string {
  if (matches.length === 0) return 'No match had an event of it within ten minutes.'
  return `${count(matches.length, 'match', 'matches')} with an event within ten minutes, and ${count(fans, 'open feed')} of them, would notice.`
}

const goals = 'Goals, cards and full time still come by the critical lane.'
const seen: Readonly<Record<string, string>> = {
  [sourceTopics.broadcast]: `Fans see no new passes, shots or commentary until it goes on. ${goals}`,
  [sourceTopics.sensor]: 'Fans see no new positions or measurements until it goes on. All else goes on.',
  [sourceTopics.social]: 'Fans see no new posts until it goes on. All else goes on.',
}

function fansSee({ consumer, topic }: ConsumerName): string {
  if (consumer === aggregationConsumer) return 'Statistics stand still; feeds and scores go on.'
  if (consumer === criticalConsumer) {
    return 'Goals and cards come in their ordinary place alone: on time, unless that lane has a backlog.'
  }
  return seen[topic] ?? 'Fans see nothing of it until it goes on.'
}

/** What the overload policy makes of records that have waited for so long. */
function afterwards({ lagThresholdSeconds, low, normal }: OverloadPolicy, seconds: number): string[] {
  if (seconds <= lagThresholdSeconds) return []
  const says = (lane: string, { action, olderThanSeconds, keepOneIn }: LaneAction) => {
    if (seconds <= olderThanSeconds) return []
    if (action === 'defer')
      return [
        `Afterwards, ${lane}-lane records older than ${olderThanSeconds} s are put off, and stored once it has caught up.`,
      ]
    const kept = action === 'sample' ? `all but one in ${keepOneIn} of the` : 'the'
    return [
      `By the overload policy, ${kept} ${lane}-lane records older than ${olderThanSeconds} s are then dropped for good.`,
    ]
  }
  return [...says('low', low), ...says('normal', normal)]
}

export interface ResetFacts extends Common {
  readonly target: ConsumerResetTarget
  readonly partitions: readonly ResetRange[]
  readonly records: number | null
}

/** What a reset would do, one thought a sentence. */
export function resetSentences(facts: ResetFacts): string[] {
  const { target, records } = facts
  if (target.kind === 'match') {
    return [
      `The windows of ${target.matchId} are dropped, and its ${count(records ?? 0, 'event')} folded again from the first.`,
      'Until that is done, within some seconds, its statistics show less than there was. Feeds and scores go on.',
    ]
  }
  return [
    ...topicReset(facts),
    concerns(facts),
    'Nothing is lost: what is put off is stored once there is no overload, behind what came after it.',
    'Fans see newer events first, and these later.',
  ]
}

function topicReset({ target, partitions, records, waitingRecords }: ResetFacts): string[] {
  if (records === null && target.kind === 'end') {
    return ['No processor reports how much waits: all that does when one begins the reset is put off.']
  }
  if (target.kind === 'time') {
    const most =
      waitingRecords === null ? '' : ` Of ${count(waitingRecords, 'record')} that wait, that is at most all.`
    return [`What the log took before ${target.before} and has not been handled is put off.${most}`]
  }
  const moved = partitions.filter(partition => partition.records > 0)
  const where = moved.length === 0 ? '' : `, in ${count(moved.length, 'partition')}`
  return [
    `About ${count(records ?? 0, 'record')} that wait now${where} are put off; it goes on with what comes next.`,
  ]
}

function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`
  return count(Math.round(seconds / 60), 'minute')
}
