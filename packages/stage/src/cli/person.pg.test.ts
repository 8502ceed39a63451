import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCommand } from './testing/run-command.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

const person = (...args: string[]) => runCommand('person', args, { DATABASE_URL: test.url })
const firstAdmin = (env: Record<string, string> = {}) =>
  runCommand('first-admin', [], { DATABASE_URL: test.url, ...env })

it('makes the first admin, and another password for them while they have not chosen one', async () => {
  expect((await firstAdmin({ FIRST_ADMIN_EMAIL: 'nobody' })).err).toMatch(/FIRST_ADMIN_EMAIL must be/)
  const made = JSON.parse((await firstAdmin()).out)
  expect(made).toMatchObject({ kind: 'made', email: 'admin@touchline.local' })
  expect(JSON.parse((await firstAdmin()).out)).toEqual({ kind: 'waiting', email: 'admin@touchline.local' })
  const reset = await person('reset-password', 'admin@touchline.local')
  expect(reset).toMatchObject({ code: 0, err: '' })
  const [password] = reset.out.split('\n')
  expect(password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){4}$/)
  expect(password).not.toBe(made.oneTimePassword)
})

it('invites somebody, changes what they may, keeps them out and lets them in', async () => {
  const invited = await person('invite', 'Ann@example.com', '--role', 'viewer', '--name', 'Ann', '--json')
  expect(JSON.parse(invited.out)).toMatchObject({ person: { email: 'ann@example.com', role: 'viewer' } })
  expect((await person('change-role', 'ann@example.com', '--role', 'support', '--reason', 'asked')).out).toBe(
    'ann@example.com is support now\n',
  )
  expect((await person('disable', 'ann@example.com', '--by', 'op')).out).toBe('ann@example.com is disabled\n')
  expect((await person('list')).out).toMatch(/ann@example\.com +Ann +support +no session +disabled/)
  expect(await person('enable', 'ann@example.com')).toMatchObject({ code: 0 })
  expect(await person('reset-second-factor', 'ann@example.com')).toMatchObject({ code: 2 })
  const told = await test.database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } })
  expect(told.slice(2).map(({ action, via, reason }) => [action, via, reason])).toEqual([
    ['person.invite', 'cli', ''],
    ['person.changeRole', 'cli', 'asked'],
    ['person.disable', 'cli', 'at the command line'],
    ['person.enable', 'cli', 'at the command line'],
  ])
})

it('says what is wrong, and changes nothing', async () => {
  const said = async (...args: string[]) => {
    const { code, err } = await person(...args)
    expect(code).toBe(2)
    return err
  }
  expect(await said('disable', 'admin@touchline.local')).toMatch(/another admin/)
  expect(await said('disable', 'nobody@example.com')).toMatch(/no such person/)
  expect(await said('disable')).toMatch(/e-mail address of one person/)
  expect(await said('invite', 'ann@example.com', '--role', 'viewer')).toMatch(/already/)
  expect(await said('invite', 'bob@example.com', '--role', 'king')).toMatch(/--role/)
  expect(await said('change-role', 'ann@example.com')).toMatch(/role/)
  expect(await said('banish', 'ann@example.com')).toMatch(/no command/)
  for (const word of ['list', 'invite', 'disable', 'reset-password'])
    expect((await person(word, '--help')).out).toMatch(/^usage: npm run person/)
})
