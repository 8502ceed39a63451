import { createHash } from 'node:crypto'
import { type AttemptLimit, countAttempt, type Database, forgetAttempts, forgetSignIns } from '@touchline/db'

/** Counts what is tried at the door, in the database, so that all replicas count together. */
export interface Attempts {
  /** Counts one attempt for each limit; for how many seconds to stay away, if one of them is spent. */
  take(limits: readonly AttemptLimit[]): Promise<number | undefined>
  /** What succeeded counts no more. */
  forget(limits: readonly AttemptLimit[]): Promise<void>
  /** Whether this is the first time within two minutes; a code counts once. */
  firstUse(key: string): Promise<boolean>
}

const tidyEveryMs = 600_000
const codeSeconds = 120

export function createAttempts(database: Database): Attempts {
  let tidyAtMs = 0
  const tidy = async () => {
    if (Date.now() < tidyAtMs) return
    tidyAtMs = Date.now() + tidyEveryMs
    await forgetSignIns(database, 7_200)
  }
  return {
    take: async limits => {
      await tidy()
      const counts = await Promise.all(
        limits.map(limit => countAttempt(database, { key: hashed(limit.key), seconds: limit.seconds })),
      )
      const spent = limits.filter((limit, n) => (counts[n] ?? 0) >= limit.max)
      return spent.length === 0 ? undefined : Math.max(...spent.map(({ seconds }) => seconds))
    },
    forget: async limits => {
      await Promise.all(limits.map(({ key }) => forgetAttempts(database, hashed(key))))
    },
    firstUse: async key => (await countAttempt(database, { key: hashed(key), seconds: codeSeconds })) === 0,
  }
}

/** Addresses of people don't stand in a table of counters. */
const hashed = (key: string): string => createHash('sha256').update(key).digest('hex')
