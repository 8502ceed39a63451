import { expect, test } from 'vitest'
import { table } from './table.ts'

test('columns are aligned, numbers to the right', () => {
  const rows = [
    ['step', 'took'],
    ['unit', '9.1 s'],
    ['longer', '10.2 s'],
  ]
  expect(table(rows)).toBe(
    ['step      took', '──────  ──────', 'unit     9.1 s', 'longer  10.2 s'].join('\n'),
  )
})
