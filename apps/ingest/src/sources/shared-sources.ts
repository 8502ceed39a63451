import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Database, dropStaleLeases, type Lease, listLeases, takeLease } from '@touchline/db'
import type { Logger } from '@touchline/telemetry'
import { createLeasedCursors } from '../cursors/leased-cursors.ts'
import type { RunningSource } from '../providers/running-source.ts'
import { quotaOf } from './quota.ts'
import type { PlannedSource, Sources } from './sources.ts'

/** Sources that several processes share: each is read by one of them, and its cursor stands in the database. */
export interface SharedIn {
  readonly database: Pick<Database, 'pool'>
  /** For people's eyes. */
  readonly instance: string
  readonly times?: Partial<SharingTimes>
}

export interface SharingTimes {
  /** How long a source belongs to a process that says nothing any more. */
  readonly leaseMs: number
  /** How often leases are renewed, and sources taken that nobody reads. */
  readonly everyMs: number
}

/** Somebody else reads a dead process's sources within 1.5 + 0.25 s. */
const defaultTimes: SharingTimes = { leaseMs: 1_500, everyMs: 250 }

interface Holding {
  readonly lease: Lease
  readonly running: RunningSource
  isLeaving: boolean
}

/**
 * Reads this process's share of the sources, and what others leave behind, until stopped. A source is given up when the
 * database says that another has it. While the database does not answer it is read on: to read twice costs duplicates,
 * which their ids make harmless, and to read nothing costs what a source keeps no history of.
 */
export function startSharedSources(
  planned: readonly PlannedSource[],
  { database, instance, times }: SharedIn,
  logger: Logger,
): Sources {
  const { leaseMs, everyMs } = { ...defaultTimes, ...times }
  // Only those with the same sources share them: of other lists each replica reads all that nobody else does.
  const likes = `ingest/${digestOf(planned)}/`
  // By age: who comes later must not take what others read already.
  const membershipName = `${likes}${new Date().toISOString()}/${instance}/${randomUUID().slice(0, 8)}`
  const terms = { holder: instance, ttlMs: leaseMs }
  const cursors = createLeasedCursors(database, error =>
    logger.warn({ err: error }, 'cursors of sources could not be written: trying again'),
  )
  const held = new Map<string, Holding>()
  /** Lost, and not at their end yet. */
  const ending = new Set<string>()
  let membership: Lease | undefined
  let isAway = false
  /** After the database was away everybody's leases are over, and each first has to renew its own. */
  let takesFromMs = 0
  const stopping = new AbortController()

  const lose = (name: string, { running }: Holding) => {
    held.delete(name)
    ending.add(name)
    logger.warn({ source: name }, 'the lease of a source is lost: it is not read here any more')
    void running.stop().finally(() => ending.delete(name))
  }
  const letGo = async (name: string, holding: Holding) => {
    holding.isLeaving = true
    await holding.running.stop()
    await cursors.flush()
    if (held.get(name) === holding) held.delete(name)
    await holding.lease.release()
    logger.info({ source: name }, 'a source is left to others')
  }
  const take = async (one: PlannedSource) => {
    const lease = await takeLease(database, leaseOf(one), terms)
    if (!lease) return
    if (stopping.signal.aborted || held.has(one.name) || lease.leftMs() === 0) return lease.release()
    held.set(one.name, { lease, running: one.start(cursors.of(lease)), isLeaving: false })
    logger.info({ source: one.name }, 'a source is read here')
  }

  const renew = async () => {
    const renewals = [...held].map(async ([name, holding]) => {
      if (!(await holding.lease.renew()) && held.get(name) === holding) lose(name, holding)
    })
    const joining = async () => {
      if (!(await membership?.renew())) membership = await takeLease(database, membershipName, terms)
    }
    await Promise.all([joining(), ...renewals])
  }
  const balance = async () => {
    const [replicas, taken] = await Promise.all([
      listLeases(database, likes),
      listLeases(database, 'source/'),
    ])
    const quota = quotaOf(
      planned.length,
      replicas.map(({ name }) => name),
      membershipName,
    )
    if (quota === undefined || stopping.signal.aborted || isAway || performance.now() < takesFromMs) return
    const staying = [...held].filter(([, { isLeaving }]) => !isLeaving)
    for (const [name, holding] of staying.slice(quota)) letGo(name, holding).catch(tellAway)
    const takenNames = new Set(taken.map(({ name }) => name))
    const free = planned.filter(
      one => !takenNames.has(leaseOf(one)) && !held.has(one.name) && !ending.has(one.name),
    )
    await Promise.all(free.slice(0, Math.max(0, quota - held.size)).map(take))
  }

  const tellAway = (error: unknown) => {
    if (!isAway) logger.warn({ err: error }, 'the database does not say who reads which source')
    isAway = true
  }
  const tellBack = () => {
    if (!isAway) return
    logger.info('the database says again who reads which source')
    isAway = false
    takesFromMs = performance.now() + leaseMs
  }
  const turn = async () => {
    const asked = renew().then(balance)
    asked.catch(() => {})
    // A connection that swallows everything must not end the renewing.
    const silent = pause(leaseMs, undefined, { ref: false }).then(() => {
      throw new Error(`the database did not answer within ${leaseMs} ms`)
    })
    silent.catch(() => {})
    await Promise.race([asked, silent])
  }
  const work = async () => {
    dropStaleLeases(database, 'ingest/').catch(tellAway)
    while (!stopping.signal.aborted) {
      await turn().then(tellBack, tellAway)
      await pause(everyMs, undefined, stopping).catch(() => {})
    }
  }
  const working = planned.length > 0 ? work() : Promise.resolve()

  return {
    planned,
    running: () => [...held.values()].map(({ running }) => running),
    trouble: () => (isAway ? 'the database does not say who reads which source' : undefined),
    stop: async () => {
      stopping.abort()
      await working
      await membership?.release().catch(tellAway)
      await Promise.all([...held].map(([name, holding]) => letGo(name, holding).catch(tellAway)))
    },
  }
}

const digestOf = (planned: readonly PlannedSource[]): string =>
  createHash('sha256')
    .update(JSON.stringify(planned.map(({ name }) => name).sort()))
    .digest('hex')
    .slice(0, 8)

const leaseOf = ({ name }: PlannedSource): string => `source/${name}`
