import { createHash } from 'node:crypto'
import {
  type AttemptLimit,
  type Database,
  forgetAttempts,
  forgetSignIns,
  spentFor,
  takeAttempts,
} from '@touchline/db'

/** Counts what is tried at sign-in, in the database, so that all replicas count together. */
export interface Attempts {
  /** For how many seconds to stay away, if one of these is spent; counts nothing. */
  spent(limits: readonly AttemptLimit[]): Promise<number | undefined>
  /** Counts one attempt for each limit, or for none where one is spent: then, for how many seconds to stay away. */
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
  const take = (limits: readonly AttemptLimit[]) => takeAttempts(database, limits.map(hashed))
  return {
    spent: limits => spentFor(database, limits.map(hashed)),
    take: async limits => {
      await tidy()
      return take(limits)
    },
    forget: limits =>
      forgetAttempts(
        database,
        limits.map(hashed).map(({ key }) => key),
      ),
    firstUse: async key => (await take([{ key, max: 1, seconds: codeSeconds }])) === undefined,
  }
}

/** Addresses of people don't stand in a table of counters. */
const hashed = ({ key, ...limit }: AttemptLimit): AttemptLimit => ({
  ...limit,
  key: createHash('sha256').update(key).digest('hex'),
})
