import { readSystemId } from '@touchline/db'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { claimLog, ownerOf } from '@touchline/streams'
import { createMemoryEventLog } from '@touchline/streams/memory'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { atCommandLine } from '../actor.ts'
import { adoptEventLog } from './adopt.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
const entries = () => test.database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } })

it("makes the log this system's and writes it down; neither where the log takes nothing", async () => {
  const log = createMemoryEventLog({ partitions: 1 })
  await claimLog(log, 'another')
  const refusing = { ...log, append: () => Promise.reject(new Error('away')) }
  const reason = 'a new database'
  await expect(adoptEventLog(test.database, refusing, { reason }, atCommandLine('op'))).rejects.toThrow(
    'away',
  )
  expect(await entries()).toEqual([])

  const id = await readSystemId(test.database)
  const adopted = await adoptEventLog(test.database, log, { reason }, atCommandLine('op'))
  expect(adopted).toEqual({ id, before: 'another' })
  expect(await ownerOf(log)).toBe(id)
  expect(await entries()).toMatchObject([{ action: 'log.adopt', reason, details: { before: 'another' } }])
})
