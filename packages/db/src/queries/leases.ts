import { answeredWithin, type Database, type Transaction } from '../database.ts'

/** Who held the lease has lost it to somebody else: nothing of what it was about to write may stand. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'

  constructor(name: string) {
    super(`the lease "${name}" is held by somebody else`)
  }
}

/** One holding of a name. */
export interface Lease {
  readonly name: string
  /**
   * Rises with each holding of the name: the microsecond in which it began, so that it is not given again after a
   * failover or a restore that lost a holding.
   */
  readonly token: bigint
  /**
   * How long it is certain to last, in milliseconds, by this process's own clock, counted from before the server was
   * asked; 0 once that is over. Whoever does what only the holder may must have stopped by then.
   */
  leftMs(): number
  /** Extends it; false, for good, once somebody else holds the name. Rejects if the server can't be asked. */
  renew(): Promise<boolean>
  /** Lets the next one have it at once. */
  release(): Promise<void>
  /**
   * Throws LeaseLost unless it is the newest holding of its name; until the transaction ends no other can begin. To be
   * called before anything is written: the lease may be over by the clock, and what is written stands all the same.
   */
  fence(tx: Transaction): Promise<void>
}

export interface LeaseOptions {
  /** Of this process; for people's eyes. */
  readonly holder: string
  /** Default 10,000. */
  readonly ttlMs?: number
}

/** Takes a name that nobody holds, by the server's clock; undefined if somebody does. Index: leases_pkey. */
export async function takeLease(
  { pool }: Pick<Database, 'pool'>,
  name: string,
  { holder, ttlMs = 10_000 }: LeaseOptions,
): Promise<Lease | undefined> {
  const askedMs = performance.now()
  const { rows } = await pool.query<{ token: string }>(
    answeredWithin(ttlMs, {
      name: 'take-lease',
      text: `insert into leases as l (name, holder, token, expires_at)
           values ($1, $2, extract(epoch from clock_timestamp()) * 1000000, clock_timestamp() + $3 * interval '1 millisecond')
           on conflict (name) do update set holder = excluded.holder, token = greatest(l.token + 1, excluded.token),
             expires_at = clock_timestamp() + $3 * interval '1 millisecond'
           where l.expires_at <= clock_timestamp()
           returning token`,
      values: [name, holder, ttlMs],
    }),
  )
  const [row] = rows
  return row && held(pool, { name, token: BigInt(row.token), ttlMs, untilMs: askedMs + ttlMs })
}

interface Holding {
  readonly name: string
  readonly token: bigint
  readonly ttlMs: number
  readonly untilMs: number
}

function held(pool: Database['pool'], { name, token, ttlMs, untilMs: firstUntilMs }: Holding): Lease {
  let untilMs = firstUntilMs
  const mine = [name, String(token)]
  return {
    name,
    token,
    leftMs: () => Math.max(0, untilMs - performance.now()),
    renew: async () => {
      const askedMs = performance.now()
      const { rowCount } = await pool.query(
        answeredWithin(ttlMs, {
          name: 'renew-lease',
          text: `update leases set expires_at = clock_timestamp() + $3 * interval '1 millisecond'
               where name = $1 and token = $2`,
          values: [...mine, ttlMs],
        }),
      )
      untilMs = rowCount === 1 ? askedMs + ttlMs : 0
      return rowCount === 1
    },
    release: async () => {
      untilMs = 0
      await pool.query(
        answeredWithin(ttlMs, {
          name: 'release-lease',
          text: `update leases set expires_at = to_timestamp(0) where name = $1 and token = $2`,
          values: mine,
        }),
      )
    },
    fence: async tx => {
      const { rowCount } = await tx.query({
        name: 'fence-lease',
        text: 'select from leases where name = $1 and token = $2 for share',
        values: mine,
      })
      if (rowCount !== 1) throw new LeaseLost(name)
    },
  }
}

/**
 * Forgets names that begin with `prefix` and have been nobody's for an hour. Only for names that are never held again:
 * their tokens would begin anew. Index: none, the table is small.
 */
export async function dropStaleLeases({ pool }: Pick<Database, 'pool'>, prefix: string): Promise<void> {
  await pool.query({
    name: 'drop-stale-leases',
    text: `delete from leases where starts_with(name, $1) and expires_at < clock_timestamp() - interval '1 hour'`,
    values: [prefix],
  })
}

export interface LeaseHolding {
  readonly name: string
  readonly holder: string
}

/** Those that are held now, by the server's clock, whose names begin with `prefix`, by name. Index: leases_pkey. */
export async function listLeases(
  { pool }: Pick<Database, 'pool'>,
  prefix: string,
): Promise<readonly LeaseHolding[]> {
  const { rows } = await pool.query<LeaseHolding>({
    name: 'list-leases',
    text: `select name, holder from leases where starts_with(name, $1) and expires_at > clock_timestamp()
           order by name`,
    values: [prefix],
  })
  return rows
}
