/** A process of its own: attacks while it is told to, all kinds at once, and rests between. Ends with its parent. */
import { attacks } from './attacks.ts'
import type { Order } from './plan.ts'

const counts: Record<string, number> = {}
let resting = new AbortController()
let timers: NodeJS.Timeout[] = []

function rest(): void {
  for (const timer of timers) clearInterval(timer)
  timers = []
  resting.abort()
}

process.on('message', (order: Order) => {
  rest()
  if (order.kind === 'attack') {
    resting = new AbortController()
    const { signal } = resting
    timers = attacks.map(attack =>
      setInterval(() => {
        counts[attack.name] = (counts[attack.name] ?? 0) + 1
        attack.strike(order.targets, signal)
      }, attack.everyMs),
    )
  }
  process.send?.(counts)
})
process.on('disconnect', () => process.exit(0))
process.setMaxListeners(0)
