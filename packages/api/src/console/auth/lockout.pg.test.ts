import { describe, expect, it } from 'vitest'
import { createAttempts } from './attempts.ts'
import { codeLimits, failureNotes, strangerLimits } from './endpoints/limits.ts'
import { signIn, useAuthHouse } from './testing/auth-house.ts'
import { createBrowser } from './testing/browser.ts'
import { enrol, makeOperator, ownPassword } from './testing/people.ts'
import { totpOf } from './testing/totp.ts'

const house = useAuthHouse()
const at = (address: string) => createBrowser(house.auth, address)
const times = (count: number) => Array.from({ length: count }, (_, n) => n)
const counts = async (): Promise<number> => {
  const { rows } = await house.test.database.pool.query<{ sum: number }>(
    'select coalesce(sum(count), 0)::int as sum from rate_limits',
  )
  return rows[0]?.sum ?? 0
}

/** Uses up what an address has for an account, as ten wrong passwords do (bad-requests.pg.test.ts), less their hashing. */
async function spend(address: string, email: string): Promise<void> {
  const attempts = createAttempts(house.test.database)
  for (const _ of times(10)) await attempts.take(strangerLimits(email, address))
  expect((await signIn(at(address), email, 'guess')).status).toBe(429)
}

describe('strangers who try', () => {
  it('from seven addresses keep nobody out at an eighth', async () => {
    await makeOperator(house.test.database, 'owner@example.com')
    for (const n of times(7)) await spend(`203.0.113.${n}`, 'owner@example.com')
    expect((await signIn(at('198.51.100.99'), 'owner@example.com')).status).toBe(200)
  })

  it('and are refused count for nothing, however often', async () => {
    await makeOperator(house.test.database, 'counted@example.com')
    await spend('203.0.113.20', 'counted@example.com')
    const before = await counts()
    const again = await Promise.all(
      times(30).map(() => signIn(at('203.0.113.20'), 'counted@example.com', 'guess')),
    )
    expect(again.map(({ status }) => status)).toEqual(times(30).map(() => 429))
    expect(await counts()).toBe(before)
  })

  it('all at once get as many tries as one after the other', async () => {
    await makeOperator(house.test.database, 'rush@example.com')
    const attempts = createAttempts(house.test.database)
    const tries = times(40).map(() => attempts.take(strangerLimits('rush@example.com', '203.0.113.21')))
    const taken = (await Promise.all(tries)).filter(wait => wait === undefined)
    expect(taken).toHaveLength(10)
    expect((await signIn(at('203.0.113.21'), 'rush@example.com')).status).toBe(429)
  })

  it('beside the owner, at one address, use up nothing of a device that the account knows', async () => {
    await makeOperator(house.test.database, 'beside@example.com')
    await makeOperator(house.test.database, 'other@example.com')
    const [owner, other] = [at('203.0.113.22'), at('203.0.113.22')]
    expect((await signIn(owner, 'beside@example.com')).status).toBe(200)
    expect((await signIn(other, 'other@example.com')).status).toBe(200)
    await owner.post('/sign-out')
    await spend('203.0.113.22', 'beside@example.com')
    expect((await signIn(other, 'beside@example.com')).status).toBe(429)
    expect((await signIn(owner, 'beside@example.com')).status).toBe(200)
  })

  it('do not become owners by a device cookie that they made, or that was changed', async () => {
    await makeOperator(house.test.database, 'forger@example.com')
    const owner = at('203.0.113.23')
    await signIn(owner, 'forger@example.com')
    const cookie = owner.cookies.get('__Host-touchline_device') ?? ''
    await spend('203.0.113.23', 'forger@example.com')
    const [id = '', expiry = '', mac = ''] = cookie.split('.')
    const forged = [
      `${id}.zzzzzzz.${mac}`,
      `${'A'.repeat(16)}.${expiry}.${mac}`,
      `${id}.${expiry}.${'A'.repeat(22)}`,
      'x'.repeat(9_000),
    ]
    for (const value of forged) {
      const thief = at('203.0.113.23')
      thief.cookies.set('__Host-touchline_device', value)
      expect((await signIn(thief, 'forger@example.com')).status).toBe(429)
    }
    const same = at('203.0.113.23')
    same.cookies.set('__Host-touchline_device', cookie)
    expect((await signIn(same, 'forger@example.com')).status).toBe(200)
  })
})

describe('wrong passwords all at once', () => {
  it('from one address make nobody at another wait for them', async () => {
    await makeOperator(house.test.database, 'quick@example.com')
    await makeOperator(house.test.database, 'known@example.com')
    const known = at('198.51.100.60')
    await signIn(known, 'known@example.com')
    const crowd = times(40).map(n => signIn(at('203.0.113.30'), `nobody-${n}@example.com`, 'guess'))
    const answers = await Promise.all([
      signIn(at('198.51.100.61'), 'quick@example.com'),
      signIn(known, 'known@example.com'),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const statuses = (await Promise.all(crowd)).map(({ status }) => status)
    expect(new Set(statuses)).toEqual(new Set([401, 503]))
    expect(statuses.filter(status => status === 401).length).toBeLessThanOrEqual(12)
  })
})

describe('somebody who knows the password', () => {
  it('and guesses codes from many addresses does not lock out the owner', async () => {
    const email = 'codes@example.com'
    const id = await makeOperator(house.test.database, email, { role: 'admin' })
    const owner = at('198.51.100.70')
    await signIn(owner, email)
    const { secret } = await enrol(owner)
    await owner.post('/sign-out')
    const attempts = createAttempts(house.test.database)
    for (const n of times(6))
      for (const _ of times(5)) await attempts.take(codeLimits(id, `203.0.113.${40 + n}`, undefined))
    const thief = at('203.0.113.49')
    await signIn(thief, email, ownPassword)
    const stopped = await thief.post('/two-factor/verify-totp', { code: totpOf(secret, 1) })
    expect(stopped).toMatchObject({ status: 429, body: { error: { code: 'rate-limited' } } })
    expect((await signIn(owner, email)).body).toEqual({ next: 'second-factor' })
    expect((await owner.post('/two-factor/verify-totp', { code: totpOf(secret, 1) })).status).toBe(200)
  })

  it('by a stolen session does not keep the owner from changing it', async () => {
    await makeOperator(house.test.database, 'stolen@example.com')
    const [owner, thief] = [at('198.51.100.71'), at('203.0.113.50')]
    await signIn(owner, 'stolen@example.com')
    await signIn(thief, 'stolen@example.com')
    const guess = { currentPassword: 'not my password', newPassword: 'another password' }
    for (const _ of times(10)) expect((await thief.post('/change-password', guess)).status).toBe(401)
    expect((await thief.post('/change-password', guess)).status).toBe(429)
    const right = { currentPassword: ownPassword, newPassword: 'another password' }
    expect((await owner.post('/change-password', right)).status).toBe(200)
  })
})

describe('the trail of an account', () => {
  it('is not filled by strangers', async () => {
    const id = await makeOperator(house.test.database, 'flooded@example.com')
    const attempts = createAttempts(house.test.database)
    for (const _ of times(18)) await attempts.take(failureNotes(id))
    for (const n of times(4)) await signIn(at(`203.0.113.${60 + n}`), 'flooded@example.com', 'guess')
    expect(await house.trailOf(id)).toHaveLength(2)
  })
})
