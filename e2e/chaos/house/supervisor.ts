import { isAlive } from '../../../tooling/stack/service-process.ts'
import type { TestHouse } from '../../house/house.ts'

/** Starts an app again that ended by itself, as whatever runs it in production does. */
export interface Supervisor {
  /** Leaves an app alone while `work` has it down on purpose. */
  without<T>(name: string, work: () => Promise<T>): Promise<T>
  /** Apps that ended by themselves, and how often. */
  ended(): Readonly<Record<string, number>>
  stop(): void
}

const everyMs = 500

export function superviseApps(house: TestHouse): Supervisor {
  const held = new Set<string>()
  const ended: Record<string, number> = {}
  const timer = setInterval(() => {
    house.apps.forEach((app, index) => {
      if (held.has(app.name) || isAlive(app.pid)) return
      ended[app.name] = (ended[app.name] ?? 0) + 1
      house.apps[index] = app.again()
    })
  }, everyMs)
  return {
    async without(name, work) {
      held.add(name)
      try {
        return await work()
      } finally {
        held.delete(name)
      }
    },
    ended: () => ended,
    stop: () => clearInterval(timer),
  }
}
