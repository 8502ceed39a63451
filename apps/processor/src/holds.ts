import type { BatchHandler, TopicPartition } from '@touchline/streams'

/** A partition that stands still because what it needs is at fault; its records stay in the log. */
export interface Hold {
  readonly topic: string
  readonly partition: number
  readonly sinceMs: number
  readonly reason: string
}

export interface Holds {
  current(): readonly Hold[]
  /** A handler whose failures hold its partition, until it succeeds. */
  watch(handler: BatchHandler): BatchHandler
}

export interface HoldsOptions {
  readonly nowMs: () => number
  /** Rejects while the database is away: a held partition asks before it works. */
  readonly ping: () => Promise<void>
  readonly onHeld: (hold: Hold) => void
  readonly onReleased: (hold: Hold) => void
}

export function createHolds({ nowMs, ping, onHeld, onReleased }: HoldsOptions): Holds {
  const holds = new Map<string, Hold>()
  const hold = ({ topic, partition }: TopicPartition, error: unknown) => {
    const key = `${topic}/${partition}`
    if (holds.has(key)) return
    const reason = error instanceof Error ? error.message : String(error)
    const held = { topic, partition, sinceMs: nowMs(), reason }
    holds.set(key, held)
    onHeld(held)
  }
  const release = ({ topic, partition }: TopicPartition) => {
    const held = holds.get(`${topic}/${partition}`)
    if (held && holds.delete(`${topic}/${partition}`)) onReleased(held)
  }
  return {
    current: () => [...holds.values()],
    watch: handler => async batch => {
      try {
        if (holds.has(`${batch.topic}/${batch.partition}`)) await ping()
        const next = await handler(batch)
        release(batch)
        return next
      } catch (error) {
        hold(batch, error)
        throw error
      }
    },
  }
}
