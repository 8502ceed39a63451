import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createMatchTurns } from './match-turns.ts'

const works = fc.array(fc.record({ ids: fc.subarray(['a', 'b', 'c', 'd']), fails: fc.boolean() }), {
  maxLength: 20,
})

it('lets none overlap on a match, keeps their order, and always comes to an end', async () => {
  await fc.assert(
    fc.asyncProperty(works, async works => {
      const turns = createMatchTurns()
      const busy = new Set<string>()
      const order = new Map(['a', 'b', 'c', 'd'].map(id => [id, [] as number[]]))
      const work = (index: number, ids: readonly string[]) => async () => {
        expect(ids.filter(id => busy.has(id))).toEqual([])
        for (const id of ids) busy.add(id)
        for (const id of ids) order.get(id)?.push(index)
        await new Promise(resolve => setImmediate(resolve))
        for (const id of ids) busy.delete(id)
      }
      const fail = () => Promise.reject(new Error('failed'))
      const run = (index: number, ids: readonly string[], fails: boolean) =>
        turns.take(ids, () => work(index, ids)().then(fails ? fail : undefined))
      const ran = await Promise.allSettled(works.map(({ ids, fails }, index) => run(index, ids, fails)))
      expect(ran.map(({ status }) => status === 'rejected')).toEqual(works.map(({ fails }) => fails))
      for (const indices of order.values()) expect(indices).toEqual(indices.toSorted((a, b) => a - b))
    }),
  )
})
