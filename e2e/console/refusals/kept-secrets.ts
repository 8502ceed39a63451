import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { totpOf } from '../../../packages/api/src/console/auth/testing/totp.ts'
import { cookiesSetBy, type RefusalDesk } from './desk.ts'

const wrongPassword = 'a password that is wrong'

/** After all that was tried here: nobody's secret stands in a log, in the audit, or in what was answered. */
export function keptSecrets(open: () => RefusalDesk): void {
  describe('a secret', () => {
    it('is given to who asks for it rightly, and its misuse refused', async () => {
      const { person, send, hidden, call, cookies } = open()
      const { email, password } = await person('admin')
      hidden.set('a password that was wrong', wrongPassword)
      const wrong = await send('/api/auth/sign-in/email', { body: { email, password: wrongPassword } })
      expect([wrong.status, wrong.code]).toEqual([401, 'wrong-credentials'])
      const cookie = cookiesSetBy(await send('/api/auth/sign-in/email', { body: { email, password } }))
      const enrolling = await send('/api/auth/two-factor/enable', { body: { password }, cookie })
      const { secret, backupCodes } = JSON.parse(enrolling.text) as { secret: string; backupCodes: string[] }
      hidden.set('the secret of a second factor', secret)
      for (const code of backupCodes) hidden.set(`the backup code ${code.slice(0, 2)}…`, code)
      const body = { code: '000000' }
      expect((await send('/api/auth/two-factor/verify-totp', { body, cookie })).code).toBe('wrong-code')
      const right = { body: { code: totpOf(secret) }, cookie }
      expect((await send('/api/auth/two-factor/verify-totp', right)).status).toBe(200)
      const input = { email: 'invited@example.org', role: 'viewer', reason: 'new' }
      const invited = await call('person.invite', input, { cookie: cookies.admin })
      const { result } = JSON.parse(invited.text) as { result: { data: { oneTimePassword: string } } }
      hidden.set('a one-time password', result.data.oneTimePassword)
      expect([...hidden].filter(([, text]) => text.length < 8)).toEqual([])
    })

    it('stands in no log file', () => {
      const { house, hidden } = open()
      const logs = logsIn(house.dataDir)
      expect(logs.length).toBeGreaterThanOrEqual(2)
      const texts = logs.map(file => [file, readFileSync(file, 'utf8')] as const)
      expect(texts.some(([, text]) => text.includes('"level"') || text.includes('ready'))).toBe(true)
      expect(texts.flatMap(([file, text]) => heldIn(hidden, text).map(what => `${what} in ${file}`))).toEqual(
        [],
      )
    })

    it('stands in no entry of the audit, and in no refusal', async () => {
      const { database, hidden, refusals } = open()
      const { rows } = await database.pool.query<{ said: string }>(
        'select t::text as said from audit_entries t',
      )
      expect(rows.length).toBeGreaterThan(20)
      expect(heldIn(hidden, rows.map(({ said }) => said).join('\n'))).toEqual([])
      expect(refusals.length).toBeGreaterThan(20)
      expect(heldIn(hidden, refusals.join('\n'))).toEqual([])
    })

    it('is found where it stands', () => {
      const { hidden } = open()
      for (const [what, text] of hidden) expect(heldIn(hidden, `before ${text} after`)).toContain(what)
    })
  })
}

const heldIn = (hidden: ReadonlyMap<string, string>, text: string): string[] =>
  [...hidden].filter(([, secret]) => text.includes(secret)).map(([what]) => what)

/** Whatever a process of the house wrote; the database's own files are what has to hold it. */
function logsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.log(\.\d+)?$/.test(name) || /(^|\/)logs?\//.test(name))
    .map(name => join(folder, name))
    .filter(file => statSync(file).isFile())
}
