import { expect, it } from 'vitest'
import { createSourceBuffer } from './source-buffer.ts'

const item = (text: string) => ({ text })

it('tells each item once as taken, however often the reader goes back', () => {
  const taken: string[] = []
  const buffer = createSourceBuffer(100, ({ text }) => taken.push(text))
  for (const text of ['a', 'b', 'c']) buffer.add(item(text))
  expect(buffer.after(1, 10)).toEqual({ items: [item('b'), item('c')], last: 3 })
  for (const number of [2, 1, 2, 3, 0, Number.NaN]) buffer.taken(number)
  expect(taken).toEqual(['a', 'b', 'c'])
  expect(buffer.untaken()).toBe(0)
})

it('lets the oldest go, and keeps its numbers', () => {
  const buffer = createSourceBuffer(3, () => {})
  for (const text of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) buffer.add(item(text))
  const { items, last } = buffer.after(0, 100)
  expect([items.at(-1)?.text, last]).toEqual(['g', 7])
  expect(items.length).toBeLessThanOrEqual(6)
  expect(buffer.after(7, 100)).toEqual({ items: [], last: 7 })
})
