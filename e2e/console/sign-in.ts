import type { Cookie, Page } from 'playwright-core'
import { totpOf } from '../../packages/api/src/console/auth/testing/totp.ts'
import type { Person } from './console-house.ts'

/** Signs somebody in without a browser, enrols them where their role asks for it; the cookies for a browser. */
export async function signInOverHttp(origin: string, { email, password }: Person): Promise<Cookie[]> {
  const jar = new Map<string, string>()
  const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { origin, 'content-type': 'application/json', cookie }
    const response = await fetch(`${origin}/api/auth${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]?.split(/=(.*)/s) ?? []
      jar.set(name, value)
    }
    const answer = (await response.json()) as Record<string, unknown>
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${JSON.stringify(answer)}`)
    return answer
  }
  const { next } = await post('/sign-in/email', { email, password })
  if (next === 'enrol') {
    const { secret } = await post('/two-factor/enable', { password })
    await post('/two-factor/verify-totp', { code: totpOf(String(secret)) })
  }
  return [...jar]
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ({
      ...{ name, value, domain: new URL(origin).hostname, path: '/', expires: -1 },
      ...{ httpOnly: true, secure: true, sameSite: 'Lax' },
    }))
}

/** The heading of the page that one comes to is this within ten seconds. */
export const arrivesAt = (page: Page, heading: string | RegExp): Promise<void> =>
  page.getByRole('heading', { level: 1, name: heading }).waitFor({ timeout: 10_000 })
