import fc from 'fast-check'
import { expect, it } from 'vitest'
import { shapeOf } from './message-shape.ts'

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0

it('counts as JSON.parse would', () => {
  fc.assert(
    fc.property(
      fc.json({ maxDepth: 8 }),
      fc.constantFrom('', ' ', '\n\t'),
      fc.integer({ min: 1, max: 30 }),
      (text, space, max) => {
        const value: unknown = JSON.parse(text)
        const operations = Array.isArray(value) ? Math.max(1, value.length) : 1
        const shape = shapeOf(space + text, max)
        if (operations > max) expect(shape).toEqual({ tag: 'too-many' })
        else if (depthOf(value) <= 32) expect(shape).toEqual({ tag: 'fine', operations })
      },
    ),
    { numRuns: 500 },
  )
})

it('never fails, whatever the text', () => {
  fc.assert(fc.property(fc.string(), text => void shapeOf(text, 20)))
})

it.each([
  ['[1,2,3]', 3, 'fine'],
  ['[1,2,3]', 2, 'too-many'],
  ['{"a":[1,2,3,4,5],"b":",,,,,,"}', 1, 'fine'],
  [`${'['.repeat(32)}${']'.repeat(32)}`, 1, 'fine'],
  ['['.repeat(33), 1, 'too-deep'],
  [`[${'{"a":'.repeat(40)}`, 1, 'too-deep'],
  ['"\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["', 1, 'fine'],
])('%j of at most %i is %s', (text, max, tag) => {
  expect(shapeOf(text, max).tag).toBe(tag)
})
