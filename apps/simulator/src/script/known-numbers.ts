import { type Fixture, type Score, type Side, type SourceTopic, sourceTopics } from '@touchline/contracts'
import type { Delivery } from './deliveries.ts'

export interface TopicNumbers {
  /** `uniqueValid + duplicates + malformed`. */
  sent: number
  /** As many are to be stored, each once. */
  uniqueValid: number
  /** Sent again, unchanged; to be stored no second time. */
  duplicates: number
  /** To be dead-lettered, or on `broadcast-events` to be refused at the door. */
  malformed: number
}

/** What a platform that lost nothing and doubled nothing knows of one match afterwards. */
export interface MatchNumbers {
  readonly matchId: string
  readonly fixture: Fixture
  readonly topics: Record<SourceTopic, TopicNumbers>
  score: Score
  /** A second yellow counts here and as a red card, as in a match's snapshot. */
  yellowCards: Record<Side, number>
  redCards: Record<Side, number>
  ended: boolean
}

export const zeroTopics = (): Record<SourceTopic, TopicNumbers> => ({
  'sensor-events': zeroTopic(),
  'broadcast-events': zeroTopic(),
  'social-events': zeroTopic(),
})
const zeroTopic = (): TopicNumbers => ({ sent: 0, uniqueValid: 0, duplicates: 0, malformed: 0 })

export const noNumbers = (matchId: string, fixture: Fixture): MatchNumbers => ({
  matchId,
  fixture,
  topics: zeroTopics(),
  score: { home: 0, away: 0 },
  yellowCards: { home: 0, away: 0 },
  redCards: { home: 0, away: 0 },
  ended: false,
})

const columns = { event: 'uniqueValid', duplicate: 'duplicates', malformed: 'malformed' } as const

/** Adds one delivery to the numbers, in place. */
export function count(numbers: MatchNumbers, delivery: Delivery): void {
  const topic = numbers.topics[sourceTopics[delivery.source]]
  topic.sent += 1
  topic[columns[delivery.kind]] += 1
  if (delivery.kind === 'event') countEvent(numbers, delivery.event.draft)
}

function countEvent(
  numbers: MatchNumbers,
  { type, payload }: { type: string; payload: Record<string, unknown> },
): void {
  if (type === 'match-ended') numbers.ended = true
  const { team, card } = payload
  if (team !== 'home' && team !== 'away') return
  if (type === 'goal-scored') numbers.score[team] += 1
  if (type !== 'card-shown') return
  if (card !== 'red') numbers.yellowCards[team] += 1
  if (card !== 'yellow') numbers.redCards[team] += 1
}

export function sumTopics(matches: readonly MatchNumbers[]): Record<SourceTopic, TopicNumbers> {
  const sums = zeroTopics()
  for (const { topics } of matches) addTopics(sums, topics)
  return sums
}

export function addTopics(
  sums: Record<SourceTopic, TopicNumbers>,
  topics: Record<SourceTopic, TopicNumbers>,
): void {
  for (const topic of Object.values(sourceTopics)) {
    for (const column of ['sent', 'uniqueValid', 'duplicates', 'malformed'] as const)
      sums[topic][column] += topics[topic][column]
  }
}
