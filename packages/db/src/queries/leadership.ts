import { type Database, inTransaction, type Transaction } from '../database.ts'
import { type Lease, type LeaseOptions, takeLease } from './leases.ts'

/** Writes in one transaction, unless somebody else leads by now: then nothing is written and it rejects with LeaseLost. */
export type LeadersWrite = <T>(change: (tx: Transaction) => Promise<T>) => Promise<T>

/** A task that one process at a time does. */
export interface Leadership {
  /**
   * Does `work` where this process leads, or nobody does; undefined where another one leads. All that it writes it
   * must write by `write`: two may think for a while that they lead. Rejects if the server can't be asked.
   */
  lead<T>(work: (write: LeadersWrite) => Promise<T>): Promise<T | undefined>
  /** Lets another lead at once. */
  release(): Promise<void>
}

/** By the lease of that name, renewed while this process leads; one that dies is followed after `ttlMs` at the most. */
export function createLeadership(
  { pool }: Pick<Database, 'pool'>,
  name: string,
  { holder, ttlMs = 10_000 }: LeaseOptions,
): Leadership {
  let held: { readonly lease: Lease; readonly timer: NodeJS.Timeout } | undefined
  let renewing: Promise<void> = Promise.resolve()

  const letGo = () => {
    clearInterval(held?.timer)
    held = undefined
  }
  const renew = (lease: Lease) => {
    const renewal = renewing.then(async () => {
      if (held?.lease === lease && !(await lease.renew()) && held?.lease === lease) letGo()
    })
    renewing = renewal.catch(() => {})
    return renewal
  }
  const hold = async () => {
    // Stopped for a while, it may have been followed.
    if (held?.lease.leftMs() === 0) await renew(held.lease)
    if (held) return held.lease
    const lease = await takeLease({ pool }, name, { holder, ttlMs })
    // A renewal that fails is not the last before the lease is over.
    if (lease)
      held = { lease, timer: setInterval(() => void renew(lease).catch(() => {}), ttlMs / 4).unref() }
    return lease
  }
  return {
    lead: async work => {
      const lease = await hold()
      if (!lease) return undefined
      return work(change =>
        inTransaction(pool, async tx => {
          await lease.fence(tx)
          return change(tx)
        }),
      )
    },
    release: async () => {
      const lease = held?.lease
      letGo()
      // One under way would take the lease again after its end.
      await renewing
      await lease?.release()
    },
  }
}
