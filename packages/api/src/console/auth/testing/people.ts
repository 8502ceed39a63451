import type { Role } from '@touchline/contracts'
import { changePerson, type Database, insertPerson, inTransaction } from '@touchline/db'
import { hashPassword } from 'better-auth/crypto'
import type { Browser } from './browser.ts'
import { totpOf } from './totp.ts'

export const oneTimePassword = 'one time password'
export const ownPassword = 'a password of my own'

/** An operator with a one-time password, or with one of their own; their id. */
export async function makeOperator(
  database: Database,
  email: string,
  { role = 'operator' as Role, isNew = false } = {},
): Promise<string> {
  const passwordHash = await hashPassword(isNew ? oneTimePassword : ownPassword)
  return inTransaction(database.pool, async tx => {
    const person = await insertPerson(tx, { name: email.split('@')[0] ?? email, email, role, passwordHash })
    if (!person) throw new Error(`${email} is taken`)
    if (!isNew) await changePerson(tx, person.id, { mustChangePassword: false })
    return person.id
  })
}

/** Enrols whoever is signed in there; the secret and the backup codes. */
export async function enrol(browser: Browser): Promise<{ secret: string; backupCodes: string[] }> {
  const { body } = await browser.post('/two-factor/enable', { password: ownPassword })
  const { secret, backupCodes } = body as unknown as { secret: string; backupCodes: string[] }
  const confirmed = await browser.post('/two-factor/verify-totp', { code: totpOf(secret) })
  if (confirmed.status !== 200) throw new Error(`not enrolled: ${JSON.stringify(confirmed.body)}`)
  return { secret, backupCodes }
}
