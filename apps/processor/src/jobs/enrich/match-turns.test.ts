import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createMatchTurns } from './match-turns.ts'

const works = fc.array(fc.record({ ids: fc.subarray(['a', 'b', 'c', 'd']), fails: fc.boolean() }), {
  maxLength: 20,
})

type Works = readonly { readonly ids: readonly string[]; readonly fails: boolean }[]

/** Runs all at once; which matches each met that somebody else was at, and who came when to each match. */
async function runAll(works: Works) {
  const turns = createMatchTurns()
  const [busy, met] = [new Set<string>(), [] as string[]]
  const order = new Map(['a', 'b', 'c', 'd'].map(id => [id, [] as number[]]))
  const work = async (index: number, ids: readonly string[]) => {
    met.push(...ids.filter(id => busy.has(id)))
    for (const id of ids) busy.add(id)
    for (const id of ids) order.get(id)?.push(index)
    await new Promise(resolve => setImmediate(resolve))
    for (const id of ids) busy.delete(id)
  }
  const fail = () => Promise.reject(new Error('failed'))
  const ran = await Promise.allSettled(
    works.map(({ ids, fails }, index) =>
      turns.take(ids, () => work(index, ids).then(fails ? fail : undefined)),
    ),
  )
  return { met, order, failed: ran.map(({ status }) => status === 'rejected') }
}

it('lets none overlap on a match, keeps their order, and always comes to an end', async () => {
  await fc.assert(
    fc.asyncProperty(works, async works => {
      const { met, order, failed } = await runAll(works)
      expect(met).toEqual([])
      expect(failed).toEqual(works.map(({ fails }) => fails))
      for (const indices of order.values()) expect(indices).toEqual(indices.toSorted((a, b) => a - b))
    }),
  )
})
