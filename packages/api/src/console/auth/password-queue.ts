/** For whom a password is hashed: from whom least has to be feared to whom most. */
export type Standing = 'operator' | 'known' | 'stranger'

export interface Asker {
  readonly standing: Standing
  /** Who shares a turn: a network address, or one person whom we know. */
  readonly from: string
}

/**
 * Bounds how many passwords are hashed at once, each for some 60 ms of a core and 32 MiB. Whoever waits takes no slot.
 * Operators whom we know come first and have a slot that nobody else gets, then others whom we know, then strangers;
 * within each, one of each asker in turn. A queue that is full gives up the newest of whoever has most in it.
 */
export interface PasswordQueue {
  /** Does the work when it is its turn; undefined if there was no room, or no turn in time. */
  run<T>(asker: Asker, work: () => Promise<T>): Promise<T | undefined>
}

export interface PasswordQueueLimits {
  readonly slots: number
  /** Of these, for anybody but operators. */
  readonly commonSlots: number
  readonly waiting: number
  readonly waitingOfOne: number
  readonly waitMs: number
}

/** libuv has four threads: one stays free for files and names. */
export const passwordQueueLimits: PasswordQueueLimits = {
  slots: 3,
  commonSlots: 2,
  waiting: 64,
  waitingOfOne: 4,
  waitMs: 5_000,
}

interface Waiter {
  readonly from: string
  settle(hasTurn: boolean): void
}

const order: readonly Standing[] = ['operator', 'known', 'stranger']

export function createPasswordQueue(limits: PasswordQueueLimits = passwordQueueLimits): PasswordQueue {
  const queues = { operator: createTurns(), known: createTurns(), stranger: createTurns() }
  const busy = { operator: 0, common: 0 }
  const hasSlot = (standing: Standing) =>
    busy.operator + busy.common < limits.slots &&
    (standing === 'operator' || busy.common < limits.commonSlots)
  const kindOf = (standing: Standing) => (standing === 'operator' ? 'operator' : 'common')
  const admit = () => {
    for (const standing of order) {
      while (hasSlot(standing)) {
        const next = queues[standing].shift()
        if (!next) break
        busy[kindOf(standing)] += 1
        next.settle(true)
      }
    }
  }
  const turn = ({ standing, from }: Asker): Promise<boolean> =>
    new Promise(resolve => {
      const queue = queues[standing]
      const timer = setTimeout(() => {
        queue.remove(waiter)
        resolve(false)
      }, limits.waitMs)
      const waiter: Waiter = {
        from,
        settle: hasTurn => {
          clearTimeout(timer)
          resolve(hasTurn)
        },
      }
      queue.push(waiter)
      admit()
      if (queue.countOf(from) > limits.waitingOfOne) queue.popOf(from)?.settle(false)
      else if (queue.size() > limits.waiting) queue.popOf(queue.longest())?.settle(false)
    })
  return {
    run: async (asker, work) => {
      if (!(await turn(asker))) return undefined
      try {
        return await work()
      } finally {
        busy[kindOf(asker.standing)] -= 1
        admit()
      }
    },
  }
}

/** Waiters of several askers, of whom each has one turn before any has a second. */
function createTurns() {
  /** In the order of their next turns. */
  const askers = new Map<string, Waiter[]>()
  const listOf = (from: string) => askers.get(from) ?? []
  const keep = (from: string, list: Waiter[]) => {
    if (list.length === 0) askers.delete(from)
    else askers.set(from, list)
  }
  return {
    push: (waiter: Waiter) => keep(waiter.from, [...listOf(waiter.from), waiter]),
    shift: (): Waiter | undefined => {
      const [entry] = askers
      if (!entry) return undefined
      const [from, [first, ...others]] = entry
      askers.delete(from)
      keep(from, others)
      return first
    },
    remove: (waiter: Waiter) =>
      keep(
        waiter.from,
        listOf(waiter.from).filter(other => other !== waiter),
      ),
    popOf: (from: string): Waiter | undefined => {
      const list = listOf(from)
      keep(from, list.slice(0, -1))
      return list.at(-1)
    },
    countOf: (from: string) => listOf(from).length,
    size: () => [...askers.values()].reduce((sum, list) => sum + list.length, 0),
    /** Of those with most waiters, the last in turn. */
    longest: (): string => {
      const most = Math.max(...[...askers.values()].map(list => list.length))
      return [...askers].findLast(([, list]) => list.length === most)?.[0] ?? ''
    },
  }
}
