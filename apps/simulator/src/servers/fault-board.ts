import { z } from 'zod'

export const faultKinds = ['status-500', 'slow', 'hang', 'cut', 'garbage'] as const

/** What `POST /faults` takes: a target's next `count` answers fail, or all of them for `forMs`. */
export const faultSchema = z
  .object({
    target: z.string().min(1).max(64),
    kind: z.enum(faultKinds),
    count: z.int().min(1).max(10_000).optional(),
    forMs: z.int().min(1).max(600_000).optional(),
    /** How long `slow` keeps its caller waiting. */
    delayMs: z.int().min(1).max(60_000).default(3_000),
  })
  .refine(fault => (fault.count === undefined) !== (fault.forMs === undefined), 'give either count or forMs')
export type FaultOrder = z.infer<typeof faultSchema>
export type Fault = Pick<FaultOrder, 'kind' | 'delayMs'>

/** Which fake server fails, how, and how often yet. One order per target; a new one replaces it. */
export interface FaultBoard {
  order(order: FaultOrder): void
  clear(target: string): void
  /** The fault that the next answer of a target suffers; counts it. */
  take(target: string): Fault | undefined
  /** The fault in force, without counting. */
  peek(target: string): Fault | undefined
  onOrder(target: string, listener: () => void): void
}

interface Standing extends Fault {
  remaining: number
  readonly untilMs: number
}

export function createFaultBoard(nowMs: () => number = () => performance.now()): FaultBoard {
  const standing = new Map<string, Standing>()
  const listeners = new Map<string, () => void>()
  const current = (target: string): Standing | undefined => {
    const fault = standing.get(target)
    if (fault && fault.remaining > 0 && nowMs() < fault.untilMs) return fault
    standing.delete(target)
    return undefined
  }
  return {
    order({ target, kind, delayMs, count, forMs }) {
      const untilMs = forMs === undefined ? Number.POSITIVE_INFINITY : nowMs() + forMs
      standing.set(target, { kind, delayMs, remaining: count ?? Number.POSITIVE_INFINITY, untilMs })
      listeners.get(target)?.()
    },
    clear: target => void standing.delete(target),
    take(target) {
      const fault = current(target)
      if (fault) fault.remaining -= 1
      return fault
    },
    peek: current,
    onOrder: (target, listener) => void listeners.set(target, listener),
  }
}
