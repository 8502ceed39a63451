import { illFormedStrings } from '@touchline/contracts/testing'
import { expect, it } from 'vitest'
import type { z } from 'zod'
import { appRouter } from './app-router.ts'
import { endpoints } from './console/auth/handle.ts'
import { operatorRouter } from './operator-router.ts'
import { restOperations } from './rest/operations.ts'

/** What an operator writes in place of a dead letter's event is judged by that event's own schema afterwards. */
const judgedLater = new Set(['replay.create(root).edits[].payload'])

const procedures = Object.entries({ ...appRouter._def.procedures, ...operatorRouter._def.procedures })

it.each(procedures)('text that PostgreSQL would not give back is no input of %s', (name, procedure) => {
  const inputs = (procedure as unknown as { _def: { inputs: z.ZodType[] } })._def.inputs
  const passed = inputs.flatMap(input => illFormedStrings(input, `${name}(root)`))
  expect(passed.filter(path => !judgedLater.has(path))).toEqual([])
})

it.each(Object.entries(endpoints))('nor of %s', (_, { input }) => {
  expect(illFormedStrings(input)).toEqual([])
})

it.each(restOperations.map(({ path, input }) => ({ path, input })))('nor of $path', ({ input }) => {
  expect(illFormedStrings(input)).toEqual([])
})
