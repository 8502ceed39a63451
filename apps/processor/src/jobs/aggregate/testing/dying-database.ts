import type { Database } from '@touchline/db'

type Query = (...args: unknown[]) => Promise<unknown>

const killed = () => Promise.reject(new Error('killed'))
const isFree = (statement: unknown) => statement === 'begin' || statement === 'rollback'

/** A database whose connections die at a statement, or once it is done: 1 is the first after `begin`. */
export function dyingDatabase(database: Database, statement: number, when: 'before' | 'after'): Database {
  let sent = 0
  const dying =
    (query: Query): Query =>
    (...args) => {
      if (!isFree(args[0])) sent += 1
      if (isFree(args[0]) || sent !== statement) return query(...args)
      return when === 'before' ? killed() : query(...args).then(killed)
    }
  const connect = async () => {
    const client = await database.pool.connect()
    return replacing(client, 'query', dying(client.query.bind(client) as Query))
  }
  return { ...database, pool: replacing(database.pool, 'connect', connect) }
}

const replacing = <T extends object>(target: T, name: keyof T, member: unknown): T =>
  new Proxy(target, { get: (whole, key) => (key === name ? member : Reflect.get(whole, key)) })
