import type pg from 'pg'

export interface LetterWatch {
  /** Milliseconds from a record's append until its letter could be read, one by one. */
  stop(): Promise<readonly number[]>
}

const lookEveryMs = 25
/** Ids are given out before they are committed: the newest ones are looked for again. */
const lookBack = 500

/** Looks from outside, again and again, which dead letters have appeared. */
export function watchLetters(db: pg.Pool): LetterWatch {
  const seen = new Set<string>()
  const delaysMs: number[] = []
  let lastId = 0
  let stopped = false
  const look = async () => {
    const { rows } = await db.query<{ id: string; at: Date }>(
      'select id, origin_at as at from dead_letters where id > $1 order by id limit 5000',
      [Math.max(0, lastId - lookBack)],
    )
    const nowMs = Date.now()
    for (const { id, at } of rows) {
      lastId = Math.max(lastId, Number(id))
      if (seen.has(id)) continue
      seen.add(id)
      delaysMs.push(nowMs - at.getTime())
    }
  }
  const looking = (async () => {
    while (!stopped) {
      await look().catch(() => {})
      await new Promise(resolve => setTimeout(resolve, lookEveryMs))
    }
  })()
  return {
    async stop() {
      stopped = true
      await looking
      return delaysMs
    },
  }
}
