import { operatorRouter } from '@touchline/api'
import { expect, it } from 'vitest'
import { questions } from './questions.ts'

it('asks every procedure that reads', () => {
  const asked = new Set(questions(['1'], '0'.repeat(32)).map(({ path }) => path))
  // At runtime they lie flat, by path.
  const procedures = Object.entries(
    operatorRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>,
  )
  const reading = procedures.filter(([, { _def }]) => _def.type === 'query').map(([path]) => path)
  expect(reading.filter(path => !asked.has(path))).toEqual([])
})
