import { describe, expect, it } from 'vitest'
import { signUp, useAuthHouse } from './testing/auth-house.ts'
import { createBrowser } from './testing/browser.ts'
import { ownPassword } from './testing/people.ts'

const house = useAuthHouse()

describe('fans', () => {
  it('make accounts that are fans, whatever they ask for', async () => {
    const browser = createBrowser(house.auth)
    const asked = { email: 'fan@example.com', password: ownPassword }
    for (const more of [
      { role: 'admin' },
      { tier: 'pro' },
      { mustChangePassword: false },
      { callbackURL: '/x' },
    ])
      expect((await browser.post('/sign-up/email', { ...asked, ...more })).status).toBe(400)
    expect(await house.test.database.prisma.user.count({ where: { email: asked.email } })).toBe(0)
    expect((await signUp(browser, asked.email)).body).toEqual({ next: 'nothing', home: '/' })
    expect(await browser.visitor()).toMatchObject({ kind: 'fan', email: 'fan@example.com' })
  })

  it('get a token for the gateway, which the published keys verify; signing out revokes its session', async () => {
    const browser = createBrowser(house.auth)
    expect((await browser.fanToken()).body).toEqual({ token: null })
    await signUp(browser, 'token@example.com')
    const visitor = await browser.visitor()
    if (visitor.kind !== 'fan') throw new Error('no fan')
    const { token } = (await browser.fanToken()).body as { token: string }
    const [head = '', claims = '', signature = ''] = token.split('.')
    const { kid, alg } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string; alg: string }
    const told = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, number>
    expect(alg).toBe('EdDSA')
    expect(told).toMatchObject({
      ...{ aud: 'touchline-fans', sub: visitor.userId, sid: visitor.sessionId, tier: 'free' },
    })
    expect((told.exp ?? 0) - (told.iat ?? 0)).toBeLessThanOrEqual(300)
    const { keys } = (await browser.get('/jwks')).body as { keys: (JsonWebKey & { kid: string })[] }
    const jwk = keys.find(key => key.kid === kid)
    expect(keys.every(key => !('d' in key))).toBe(true)
    const key = await crypto.subtle.importKey('jwk', jwk as JsonWebKey, 'Ed25519', false, ['verify'])
    const signed = Buffer.from(`${head}.${claims}`)
    expect(await crypto.subtle.verify('Ed25519', key, Buffer.from(signature, 'base64url'), signed)).toBe(true)
    await browser.post('/sign-out')
    const revoked = await house.test.database.prisma.revocation.findMany({
      where: { subject: visitor.sessionId },
    })
    expect(revoked).toMatchObject([{ kind: 'session' }])
    expect((await browser.fanToken()).body).toEqual({ token: null })
  })
})
