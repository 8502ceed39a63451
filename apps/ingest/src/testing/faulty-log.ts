import { type EventLog, LogUnavailable } from '@touchline/streams'

export type TopicFault = 'away' | 'stalled' | undefined

/** A log of which single topics can be away (they reject) or stalled (they never answer). */
export function createFaultyLog(log: EventLog) {
  const faults = new Map<string, TopicFault>()
  const attempts: string[] = []
  const append: EventLog['append'] = (topic, records) => {
    attempts.push(topic)
    const fault = faults.get(topic)
    if (fault === 'away') return Promise.reject(new LogUnavailable(`${topic} is away`))
    return fault === 'stalled' ? new Promise(() => {}) : log.append(topic, records)
  }
  return {
    log: { ...log, append } satisfies EventLog,
    set: (topic: string, fault: TopicFault) => void faults.set(topic, fault),
    /** The topic of each append that was tried, in order. */
    attempts,
  }
}
