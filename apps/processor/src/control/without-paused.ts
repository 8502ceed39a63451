import type { EventLog } from '@touchline/streams'

/** A log that reads nothing of a paused topic: what was put off of it waits as well. */
export const withoutPaused = (log: EventLog, isPaused: (topic: string) => boolean): EventLog => ({
  capabilities: log.capabilities,
  append: (topic, records) => log.append(topic, records),
  consume: options => log.consume(options),
  lag: (group, topics) => log.lag(group, topics),
  read: async (topic, partition, fromOffset, limit) =>
    isPaused(topic) ? [] : log.read(topic, partition, fromOffset, limit),
  close: () => log.close(),
})
