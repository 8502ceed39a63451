import { setTimeout as delay } from 'node:timers/promises'

/** A topic or a group that is new, or whose leader changes, answers so for a moment. */
const passing = [
  'NOT_LEADER_FOR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
]

const isPassing = (error: unknown): boolean => passing.includes(String((error as { type?: unknown })?.type))

export interface PersistingOptions<T> {
  readonly work: () => Promise<T>
  readonly timeoutMs: number
  /** Called when work failed a second time: what is known of the cluster may be out of date. */
  readonly onRepeated: () => void
}

/** Does the work again while what went wrong is passing, within the time. */
export async function persisting<T>({ work, timeoutMs, onRepeated }: PersistingOptions<T>): Promise<T> {
  const deadlineMs = performance.now() + timeoutMs
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (!isPassing(error) || performance.now() > deadlineMs) throw error
      if (attempt > 1) onRepeated()
      await delay(50 * attempt)
    }
  }
}
