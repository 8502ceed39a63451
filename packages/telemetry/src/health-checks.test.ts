import { expect, it } from 'vitest'
import { runHealthChecks } from './health.ts'
import { notesCheck } from './health-checks.ts'

it('shows each note once, at most fifty, and stays ok', async () => {
  const check = notesCheck('settings')
  expect((await runHealthChecks([check])).checks).toMatchObject([{ outcome: 'ok' }])
  for (const text of ['a', 'b', 'a']) check.note(text)
  const { ok, checks } = await runHealthChecks([check])
  expect(ok).toBe(true)
  expect(checks).toMatchObject([{ name: 'settings', outcome: 'warn', warning: 'a; b' }])
  for (let n = 0; n < 100; n += 1) check.note(`${n}`)
  expect(check.warning?.()?.split('; ')).toHaveLength(50)
})
