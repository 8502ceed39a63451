import { randomBytes, randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'

const rounds = 12
const mostPauseMs = 10
const patienceMs = 300
const notifiedWithinMs = 3_000
/** SQLSTATE of a prepared statement that is there already, and of one that is not. */
const preparedElsewhere: ReadonlySet<unknown> = new Set(['42P05', '26000'])

/** `statements`: sessions are shared, and prepared statements do not follow their connection. */
export type Sharing = 'none' | 'sessions' | 'statements'

/**
 * Whether two connections may get the same session, as behind a pooler in transaction mode: each must have one of its
 * own, and the same one, while now the one and now the other is in a transaction.
 */
export async function findSharing(
  first: pg.Client,
  second: pg.Client,
  { preparedStatements }: { readonly preparedStatements: boolean },
): Promise<Sharing> {
  const look = createLook(preparedStatements)
  const losesStatements = (error: unknown): Look => {
    if (error instanceof pg.DatabaseError && preparedElsewhere.has(error.code)) return 'statements'
    throw error
  }
  let areShared = false
  for (let round = 0; round < rounds; round += 1) {
    const pair = round % 2 === 0 ? ([first, second] as const) : ([second, first] as const)
    const found = await look(...pair).catch(losesStatements)
    areShared ||= found !== 'none'
    if (found === 'statements') return found
    // Only a statement that was seen to follow its connection to another session is known to do so.
    if (found === 'now' || (areShared && !preparedStatements)) return 'sessions'
    // Many processes that look in step could always meet the same sessions.
    await delay(Math.random() * mostPauseMs)
  }
  return areShared ? 'statements' : 'none'
}

/** Sharing seen `now`, while it looked, or `before`: since its first look. */
type Look = 'now' | 'before' | 'none' | 'statements'
type Pid = number | undefined

function createLook(preparedStatements: boolean) {
  const seen = new Map<pg.Client, Set<Pid>>()
  const text = 'select pg_backend_pid() as pid'
  const ask = async (client: pg.Client, name: string): Promise<Pid> => {
    const { rows } = await client.query<{ pid: number }>(preparedStatements ? { name, text } : { text })
    return rows[0]?.pid
  }
  const note = (client: pg.Client, pid: Pid) =>
    seen.set(client, (seen.get(client) ?? new Set()).add(pid)).get(client)?.size ?? 0
  return async (free: pg.Client, holding: pg.Client): Promise<Look> => {
    // A name that no session knows yet.
    const name = `touchline-check-${randomBytes(6).toString('hex')}`
    const before = await ask(free, name)
    await holding.query('begin')
    const held = await ask(holding, name)
    // Where a pooler has no session left, the free one waits for one that another holds, and so may all others.
    const asking = held === before ? before : ask(free, name)
    await orSilent(Promise.resolve(asking), patienceMs)
    await holding.query('rollback')
    const after = await asking
    if (held === before || after !== before) return 'now'
    const mine = note(free, before) + note(holding, held)
    return mine > 2 || seen.get(free)?.has(held) || seen.get(holding)?.has(before) ? 'before' : 'none'
  }
}

async function orSilent<T>(answer: Promise<T>, forMs: number): Promise<T | undefined> {
  return Promise.race([answer, delay(forMs, undefined, { ref: false })])
}

/** Whether a session's lock keeps another session out. */
export async function locksExclude(first: pg.Client, second: pg.Client): Promise<boolean> {
  // A key of its own: behind a pooler the lock could stay.
  const key = randomInt(2 ** 40)
  const take = async (client: pg.Client) => {
    const { rows } = await client.query<{ mine: boolean }>({
      text: 'select pg_try_advisory_lock($1) as mine',
      values: [key],
    })
    return rows[0]?.mine === true
  }
  const excludes = (await take(first)) && !(await take(second))
  await first.query({ text: 'select pg_advisory_unlock($1)', values: [key] })
  return excludes
}

/** Whether a session that listens is told what another notifies. */
export async function notifiesArrive(first: pg.Client, second: pg.Client): Promise<boolean> {
  const channel = `touchline_check_${randomBytes(6).toString('hex')}`
  const heard = new Promise<boolean>(resolve => first.once('notification', () => resolve(true)))
  await first.query(`listen ${channel}`)
  await second.query(`notify ${channel}`)
  const arrived = await orSilent(heard, notifiedWithinMs)
  await first.query(`unlisten ${channel}`)
  return arrived === true
}
