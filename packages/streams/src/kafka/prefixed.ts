import type { EventLog, TopicPartition } from '../event-log.ts'
import { checkName } from '../limits.ts'

/**
 * The log as the rest of the system sees it: topics and groups bear their plain names here, and the prefix before them
 * at the brokers.
 */
export function createPrefixedEventLog(log: EventLog, prefix: string): EventLog {
  if (prefix === '') return log
  const outward = (name: string) => prefix + name
  const inward = <Place extends TopicPartition>(place: Place): Place => ({
    ...place,
    topic: place.topic.slice(prefix.length),
  })
  const outwardPlace = <Place extends TopicPartition>(place: Place): Place => ({
    ...place,
    topic: outward(place.topic),
  })
  return {
    capabilities: log.capabilities,
    async append(topic, records) {
      checkName('topic', topic)
      await log.append(outward(topic), records)
    },
    async consume({ startAt, handler, group, topics, ...options }) {
      for (const name of [group, ...topics]) checkName('topic or group', name)
      const consumption = await log.consume({
        ...options,
        group: outward(group),
        topics: topics.map(outward),
        handler: batch => handler({ ...inward(batch), records: batch.records.map(inward) }),
        ...(startAt && {
          startAt: async places => (await startAt(places.map(inward))).map(outwardPlace),
        }),
      })
      return { ...consumption, assigned: () => consumption.assigned().map(inward) }
    },
    async lag(group, topics) {
      return (await log.lag(outward(group), topics.map(outward))).map(inward)
    },
    async read(topic, partition, fromOffset, limit) {
      checkName('topic', topic)
      return (await log.read(outward(topic), partition, fromOffset, limit)).map(inward)
    },
    close: () => log.close(),
  }
}
