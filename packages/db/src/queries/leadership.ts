import type pg from 'pg'
import type { Database } from '../database.ts'

/** A task that one process at a time does: whoever holds the lock, for as long as its connection lives. */
export interface Leadership {
  /** Whether this process leads now; takes the lead if nobody has it. Rejects if the server can't be asked. */
  holds(): Promise<boolean>
  /** Lets another lead. */
  release(): Promise<void>
}

const answerWithinMs = 5_000

/** A connection whose other end is gone without a word must not hold its holder up. */
async function answered<T>(query: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${answerWithinMs} ms`)), answerWithinMs)
  })
  return Promise.race([query, late]).finally(() => clearTimeout(timer))
}

/** Keeps one connection of the pool while it leads, and none while it doesn't. `key`: any constant of the task's. */
export function createLeadership({ pool }: Pick<Database, 'pool'>, key: number): Leadership {
  let held: pg.PoolClient | undefined
  const letGo = (broken?: Error) => {
    held?.off('error', letGo)
    held?.release(broken)
    held = undefined
  }
  const take = async () => {
    const client = await pool.connect()
    client.on('error', letGo)
    held = client
    const { rows } = await answered(
      client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [key]),
    )
    if (!rows[0]?.mine) letGo()
    return rows[0]?.mine ?? false
  }
  const stillThere = async (client: pg.PoolClient) => {
    await answered(client.query('select 1'))
    return held === client
  }
  return {
    holds: async () => {
      try {
        return held ? await stillThere(held) : await take()
      } catch (error) {
        letGo(error as Error)
        throw error
      }
    },
    release: async () => {
      const client = held
      if (!client) return
      await answered(client.query('select pg_advisory_unlock($1)', [key])).then(
        () => letGo(),
        (error: Error) => letGo(error),
      )
    },
  }
}
