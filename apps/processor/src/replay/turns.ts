/** Which replays are not to be worked on now: those whose step failed, and those that wait for their letters' outcomes. */
export interface Turns {
  /** Those whose turn is not now. */
  waiting(): string[]
  /** Its step succeeded, and is followed by another after so long. */
  wait(id: string, delayMs: number): void
  /** Its step failed; how often now, in a row. It is put off, for longer each time. */
  failed(id: string): number
  forget(id: string): void
}

const firstDelayMs = 1_000
/** Who has not come for its turn for so long is over. */
const forgottenAfterMs = 60_000

export function createTurns(nowMs: () => number): Turns {
  const turns = new Map<string, { readonly failures: number; readonly dueAtMs: number }>()
  return {
    waiting() {
      const now = nowMs()
      for (const [id, { dueAtMs }] of turns) if (dueAtMs < now - forgottenAfterMs) turns.delete(id)
      return [...turns].filter(([, { dueAtMs }]) => dueAtMs > now).map(([id]) => id)
    },
    wait: (id, delayMs) => void turns.set(id, { failures: 0, dueAtMs: nowMs() + delayMs }),
    failed(id) {
      const failures = (turns.get(id)?.failures ?? 0) + 1
      turns.set(id, { failures, dueAtMs: nowMs() + firstDelayMs * 2 ** (failures - 1) })
      return failures
    },
    forget: id => void turns.delete(id),
  }
}
