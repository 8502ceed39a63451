import { describe, expect, it } from 'vitest'
import { visibleNodes } from './json-nodes.ts'

const usual = { mostNodes: 200, openDepth: 2, toggled: new Set<string>() }

describe('the nodes of a value', () => {
  it('opens down to a depth and what the reader opened, closes what they closed', () => {
    const value = { a: { b: { c: 1 } }, d: [2] }
    const paths = (toggled: readonly string[]) =>
      visibleNodes(value, { ...usual, toggled: new Set(toggled) }).nodes.map(node => node.path)
    expect(paths([])).toEqual(['', '/a', '/a/b', '/d', '/d/0'])
    expect(paths(['/a/b', '/d'])).toEqual(['', '/a', '/a/b', '/a/b/c', '/d'])
  })

  it('gives the first of very many, quickly, and says that there are more', () => {
    const large = Array.from({ length: 300_000 }, (_, place) => ({ place }))
    const { nodes, more } = visibleNodes(large, usual)
    expect([nodes.length, more]).toEqual([200, true])
  })

  it('ends for what is nested without end', () => {
    let value: unknown = 1
    for (let depth = 0; depth < 100_000; depth += 1) value = [value]
    expect(visibleNodes(value, { ...usual, openDepth: 1_000 }).nodes.length).toBeLessThan(200)
  })

  it('has nothing to open in what is empty', () => {
    expect(visibleNodes({ a: [], b: {} }, usual).nodes.map(node => node.open)).toEqual([true, null, null])
  })
})
