import type { Database } from '@touchline/db'

/** Any of these may be where a process dies: before a statement is sent, and after it was carried out. */
export interface Mortality {
  /** The point, counted from 1, at which it dies; undefined: it lives. */
  readonly diesAt: number | undefined
  /** Points passed so far. */
  passed: number
  readonly died: Promise<void>
  /** Passes a point of our own, outside the database. Never resolves once dead. */
  pass(): Promise<void>
}

interface Client {
  query(...args: unknown[]): Promise<unknown>
  release(error?: Error | boolean): void
  readonly connection: { readonly stream: { destroy(): void } }
}

const forever = new Promise<never>(() => {})

/**
 * A database as a process sees it that dies at a given point, as by SIGKILL: its connections are cut, the server rolls
 * back what was not committed, and nothing that the process awaits ever comes back.
 */
export function mortal(
  database: Database,
  diesAt: number | undefined,
): { database: Database; life: Mortality } {
  const death = Promise.withResolvers<void>()
  const open = new Set<Client>()
  let isDead = false
  const die = () => {
    isDead = true
    for (const client of open) {
      client.connection.stream.destroy()
      client.release(true)
    }
    open.clear()
    death.resolve()
  }
  const life: Mortality = {
    diesAt,
    passed: 0,
    died: death.promise,
    pass: () => {
      if (isDead) return forever
      life.passed += 1
      if (life.passed !== diesAt) return Promise.resolve()
      die()
      return forever
    },
  }
  const pool = Object.assign(Object.create(database.pool), {
    query: async (...args: unknown[]) => {
      await life.pass()
      const result = await (database.pool.query as (...args: unknown[]) => Promise<unknown>)(...args)
      await life.pass()
      return result
    },
    connect: async () => {
      await life.pass()
      const client = (await database.pool.connect()) as unknown as Client
      open.add(client)
      if (isDead) die()
      return {
        query: async (...args: unknown[]) => {
          await life.pass()
          const sent = client.query(...args)
          // Of what was sent before the death nobody hears.
          const result = await sent.catch(error => (isDead ? forever : Promise.reject(error)))
          await life.pass()
          return isDead ? forever : result
        },
        release: (error?: Error) => {
          if (open.delete(client)) client.release(error)
        },
      }
    },
  })
  return { database: { ...database, pool }, life }
}
