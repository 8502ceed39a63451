/** Texts asked of another process, each awaited for a bounded time. */
export interface Answers {
  /** Resolves to undefined where no answer came in time. */
  ask(send: (id: number) => void, timeoutMs: number): Promise<string | undefined>
  take(id: number, text: string): void
}

export function createAnswers(): Answers {
  const waiting = new Map<number, (text: string | undefined) => void>()
  let lastId = 0
  return {
    ask(send, timeoutMs) {
      const id = ++lastId
      return new Promise(resolve => {
        const end = (text: string | undefined) => {
          clearTimeout(timer)
          waiting.delete(id)
          resolve(text)
        }
        const timer = setTimeout(end, timeoutMs, undefined)
        waiting.set(id, end)
        send(id)
      })
    },
    take: (id, text) => waiting.get(id)?.(text),
  }
}
