import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nameOf } from './fault.ts'
import { planFaults } from './schedule.ts'

const seeds = fc.integer({ min: 0, max: 2 ** 31 })

it('is the same for the same seed, and another for another', () => {
  fc.assert(
    fc.property(seeds, seed => {
      const plan = (of: number) => JSON.stringify(planFaults({ seed: of, faults: 20, secondsPerFault: 5 }))
      expect(plan(seed)).toBe(plan(seed))
      expect(plan(seed + 1)).not.toBe(plan(seed))
    }),
  )
})

it('has as many faults as asked for, in time, never two at once on one target', () => {
  fc.assert(
    fc.property(seeds, seed => {
      const plan = planFaults({ seed, faults: 50, secondsPerFault: 5 })
      expect(plan.length).toBe(50)
      plan.forEach(({ atMs, lastsMs, fault }, index) => {
        const after = plan.slice(index + 1)
        expect(after.every(later => later.atMs >= atMs)).toBe(true)
        const together = after.filter(
          later => later.fault.target === fault.target && later.fault.target !== 'load',
        )
        expect(together.every(later => later.atMs >= atMs + lastsMs)).toBe(true)
      })
    }),
  )
})

it('comes to every kind of fault', () => {
  const names = new Set(
    planFaults({ seed: 1, faults: 1_000, secondsPerFault: 5 }).map(({ fault }) => nameOf(fault)),
  )
  for (const target of ['ingest', 'processor', 'gateway', 'kafka', 'redis', 'postgres']) {
    expect(names).toContain(`kill ${target}`)
  }
  for (const link of ['kafka', 'redis', 'postgres', 'fans', 'door']) {
    for (const mode of ['cut', 'delay', 'half-open', 'slow', 'refuse'])
      expect(names).toContain(`${mode} ${link}`)
  }
  for (const rest of ['spool-full kafka', 'stop-immediate postgres', 'burst duplicates', 'burst reordered']) {
    expect(names).toContain(rest)
  }
})
