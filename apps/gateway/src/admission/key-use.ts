import { type Database, touchApiKeys } from '@touchline/db'

export interface KeyUse {
  note(keyId: string): void
  close(): Promise<void>
}

export interface KeyUseOptions {
  readonly database: Pick<Database, 'pool'>
  readonly onError: (error: unknown) => void
  now(): number
}

const onceInMs = 60_000
const writeEveryMs = 2_000

/** Writes down when keys were used: all together every two seconds, each at most once a minute. */
export function createKeyUse({ database, onError, now }: KeyUseOptions): KeyUse {
  const notedAtMs = new Map<string, number>()
  let waiting = new Set<string>()
  let writing: Promise<void> = Promise.resolve()

  const write = () => {
    const keyIds = [...waiting]
    waiting = new Set()
    for (const [keyId, atMs] of notedAtMs) if (now() - atMs >= onceInMs) notedAtMs.delete(keyId)
    if (keyIds.length > 0) writing = writing.then(() => touchApiKeys(database, keyIds)).catch(onError)
  }
  const timer = setInterval(write, writeEveryMs)
  timer.unref()
  return {
    note(keyId) {
      if (now() - (notedAtMs.get(keyId) ?? Number.NEGATIVE_INFINITY) < onceInMs) return
      notedAtMs.set(keyId, now())
      waiting.add(keyId)
    },
    close: async () => {
      clearInterval(timer)
      write()
      await writing
    },
  }
}
