import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assignPartitions } from './assign-partitions.ts'

const topics = ['a', 'b', 'c']
const members = fc.uniqueArray(fc.record({ id: fc.uuid(), topics: fc.subarray(topics) }), {
  selector: m => m.id,
})
const partitions = fc.uniqueArray(
  fc.record({ topic: fc.constantFrom(...topics), partition: fc.nat({ max: 20 }) }),
  { selector: ({ topic, partition }) => `${topic}/${partition}` },
)

test('gives each partition to exactly one member that wants it, however the input is ordered', () => {
  fc.assert(
    fc.property(members, partitions, (members, partitions) => {
      const assignment = assignPartitions(members, partitions)
      const held = members.flatMap(({ id, topics }) => {
        const own = assignment.get(id) ?? []
        expect(own.every(({ topic }) => topics.includes(topic))).toBe(true)
        return own
      })
      const wanted = partitions.filter(({ topic }) => members.some(member => member.topics.includes(topic)))
      expect(new Set(held)).toEqual(new Set(wanted))
      expect(held).toHaveLength(wanted.length)
      expect(assignPartitions(members.toReversed(), partitions.toReversed())).toEqual(assignment)
    }),
  )
})

test('shares evenly among members that want the same', () => {
  const all = Array.from({ length: 10 }, (_, partition) => ({ topic: 'a', partition }))
  const assignment = assignPartitions(
    ['x', 'y', 'z'].map(id => ({ id, topics: ['a'] })),
    all,
  )
  expect([...assignment.values()].map(own => own.length)).toEqual([4, 3, 3])
})
