import { describe, expect, test } from 'vitest'
import type { Consumption } from '../event-log.ts'
import type { EventLogUnderTest } from './event-log.contract.ts'
import { collector, series, stopAll, until, valuesOf } from './event-log-harness.ts'

export function describeMembership(tested: () => EventLogUnderTest): void {
  describe('membership', () => {
    test('shares partitions between two members, loses nothing, and heals when one leaves', async () => {
      const { log, harness, fresh } = tested()
      const [topic, group] = [fresh('rebalance'), fresh('g')]
      const other = await harness.open()
      const keys = Array.from({ length: 12 }, (_, place) => `k${place}`)
      const { handler, values } = collector()
      const send = (from: number) =>
        log.append(
          topic,
          keys.flatMap(key => series(key, 5, from)),
        )
      const expected = (count: number) => keys.flatMap(key => valuesOf(series(key, count))).sort()
      const distinct = () => [...new Set(values())].sort()

      const one = await log.consume({ group, topics: [topic], handler })
      await until(() => expect(one.assigned()).toHaveLength(harness.partitions))
      await send(0)
      const two = await other.consume({ group, topics: [topic], handler })
      await send(5)
      await until(() => expectShared([one, two], harness.partitions))
      await send(10)
      await until(() => expect(distinct()).toEqual(expected(15)))
      await one.stop()
      await until(() => expect(two.assigned()).toHaveLength(harness.partitions))
      expect(one.assigned()).toEqual([])
      await send(15)
      await until(() => expect(distinct()).toEqual(expected(20)))
      await stopAll([two])
      await other.close()
    })

    test('resumes at the committed place after a member died abruptly', async () => {
      const { log, harness, fresh } = tested()
      const [topic, group] = [fresh('death'), fresh('g')]
      await log.append(topic, series('k', 20))
      const victim = await harness.startVictim({ topic, group })
      await victim.stuck
      await victim.kill()
      const { handler, values } = collector()
      const survivor = await log.consume({ group, topics: [topic], handler })
      await until(() => expect(values()).toEqual(valuesOf(series('k', 10, 10))))
      await survivor.stop()
    })

    test('gives each group everything', async () => {
      const { log, fresh } = tested()
      const topic = fresh('groups')
      await log.append(topic, series('k', 5))
      const seen = [collector(), collector()]
      const consumptions = await Promise.all(
        seen.map(({ handler }) => log.consume({ group: fresh('g'), topics: [topic], handler })),
      )
      await until(() => {
        for (const { values } of seen) expect(values()).toEqual(valuesOf(series('k', 5)))
      })
      await stopAll(consumptions)
    })
  })
}

function expectShared(members: readonly Consumption[], partitions: number): void {
  const held = members.flatMap(member => member.assigned().map(({ partition }) => partition))
  expect(held.sort((a, b) => a - b)).toEqual(Array.from({ length: partitions }, (_, place) => place))
  for (const member of members) expect(member.assigned().length).toBeGreaterThan(0)
}
