import { backoffMs } from './backoff.ts'

/** One worker process. */
export interface Member {
  readonly number: number
  /** True once it serves; false if it ended before, or took too long. */
  readonly serving: Promise<boolean>
  readonly ended: Promise<void>
  /** Drains it; it ends by itself. */
  askToStop(): void
  kill(): void
}

export interface CrewOptions {
  readonly size: number
  readonly hire: (number: number) => Member
  /** How long a member that was asked to stop may take. */
  readonly stopWithinMs: number
  readonly onEvent: (event: CrewEvent) => void
  /** For tests. */
  readonly now?: () => number
}

export type CrewEvent =
  | { readonly kind: 'lost'; readonly number: number; readonly replacedInMs: number }
  | { readonly kind: 'rolled' | 'roll-failed'; readonly number: number }
  | { readonly kind: 'killed'; readonly number: number }

export interface Crew {
  /** Resolves once one member serves; rejects if each one ended before that. */
  started(): Promise<void>
  readonly members: readonly Member[]
  /** Replaces them one after the other: the new one serves before the old one is asked to stop. */
  roll(): Promise<void>
  /** Asks all to stop, and resolves when all have ended. */
  stop(): Promise<void>
}

/** Keeps so many members at work. Numbers are the lowest free ones, so that they stay few. */
export function startCrew({ size, hire, stopWithinMs, onEvent, now = Date.now }: CrewOptions): Crew {
  const alive = new Set<Member>()
  /** Those that are replaced when they end. */
  const wanted = new Set<Member>()
  const timers = new Set<NodeJS.Timeout>()
  let quickEnds = 0
  let stopping = false
  let rolling: Promise<void> | undefined
  let rollAgain = false

  function take(): Member {
    const taken = new Set([...alive].map(({ number }) => number))
    let number = 1
    while (taken.has(number)) number++
    const member = hire(number)
    const sinceMs = now()
    alive.add(member)
    void member.ended.then(() => {
      alive.delete(member)
      if (wanted.delete(member) && !stopping) replace(member, now() - sinceMs)
    })
    return member
  }

  function replace({ number }: Member, livedMs: number): void {
    const verdict = backoffMs(quickEnds, livedMs)
    quickEnds = verdict.quickEnds
    onEvent({ kind: 'lost', number, replacedInMs: verdict.delayMs })
    const timer = setTimeout(() => {
      timers.delete(timer)
      if (!stopping) wanted.add(take())
    }, verdict.delayMs)
    timers.add(timer)
  }

  async function dismiss(member: Member): Promise<void> {
    wanted.delete(member)
    member.askToStop()
    const timer = setTimeout(() => {
      onEvent({ kind: 'killed', number: member.number })
      member.kill()
    }, stopWithinMs)
    await member.ended
    clearTimeout(timer)
  }

  /** False if no successor came to serve: the old one stays. */
  async function succeed(old: Member): Promise<boolean> {
    const successor = take()
    if (!(await successor.serving) || !alive.has(successor)) {
      onEvent({ kind: 'roll-failed', number: successor.number })
      successor.kill()
      return false
    }
    // Where the old one ended meanwhile, it has a replacement already.
    const leaving = alive.has(old) ? old : successor
    if (leaving === old) wanted.add(successor)
    await dismiss(leaving)
    onEvent({ kind: 'rolled', number: successor.number })
    return true
  }

  async function rollOnce(): Promise<void> {
    for (const old of [...wanted]) {
      if (stopping) return
      if (alive.has(old) && !(await succeed(old))) return
    }
  }

  async function rollAll(): Promise<void> {
    do {
      rollAgain = false
      await rollOnce()
    } while (rollAgain && !stopping)
    rolling = undefined
  }

  const first = Array.from({ length: size }, take)
  for (const member of first) wanted.add(member)
  const serve = ({ serving }: Member) => serving.then(serves => serves || Promise.reject(serves))
  return {
    async started() {
      const any = await Promise.any(first.map(serve)).catch(() => false)
      if (!any) throw new Error('no worker came to serve')
    },
    get members() {
      return [...alive]
    },
    roll() {
      rollAgain = true
      rolling ??= rollAll()
      return rolling
    },
    async stop() {
      stopping = true
      for (const timer of timers) clearTimeout(timer)
      await Promise.all([...alive].map(dismiss))
    },
  }
}
