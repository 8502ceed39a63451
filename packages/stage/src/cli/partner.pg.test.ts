import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { grants } from './partner/grants.ts'
import { createMemoryTerminal } from './testing/memory-terminal.ts'
import { runCommand } from './testing/run-command.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

async function said(...args: string[]): Promise<string> {
  const { terminal, written } = createMemoryTerminal('')
  const { database } = test
  const untilInterrupted = () => new AbortController().signal
  await grants.prepare(args)({ database, terminal, untilInterrupted })
  return written.out
}

it('grants, lists and revokes', async () => {
  expect(await said('grant', 'acme', 'cup-*', '--expires-in-hours', '3', '--by', 'ann')).toMatch(
    /^grant 1: acme may write cup-\* until /,
  )
  await expect(said('grant', 'acme', 'cup-*')).rejects.toThrow('this partner has it already: grant 1')
  expect(await said('list')).toMatch(/1 +acme +cup-\* +ann +until/)
  const revoked = JSON.parse(await said('revoke', '1', '--reason', 'contract ended', '--json'))
  expect(revoked).toMatchObject({ id: '1', pattern: 'cup-*', revokedBy: expect.any(String) })
  expect(JSON.parse(await said('list', '--in-force', '--json'))).toEqual({ items: [], next: null })
  await expect(said('revoke', '2', '--reason', 'r')).rejects.toThrow('no such grant')
})

it('as a process: answers in JSON, and with a fault and exit code 2', async () => {
  const partner = (...args: string[]) => runCommand('partner', args, { DATABASE_URL: test.url })
  const listed = await partner('grants', 'list', '--json', '--partner', 'nobody')
  expect(listed).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(listed.out)).toEqual({ items: [], next: null })
  const refused = await partner('sell')
  expect(refused).toMatchObject({ code: 2, err: 'partner: there is no command "sell"; see --help\n' })
})
