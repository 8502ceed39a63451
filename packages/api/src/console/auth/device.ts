import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

/** Beside the engine's cookies, which begin with `__Host-touchline.`: it never sees this one. */
export const deviceCookie = '__Host-touchline_device'

const maxAgeSeconds = 180 * 86_400
/** People who share a browser; the one who signed in longest ago is forgotten first. */
const mostAccounts = 4

/** Knows the browsers at which somebody has signed in before. It lets nobody in: it only tells owners from strangers. */
export interface Devices {
  /** The id of this device, if this account was signed in at it. */
  known(headers: Headers, userId: string): string | undefined
  /** A cookie by which this device is known for this account, and for those that it was known for. */
  remember(headers: Headers, userId: string): string
}

/** Each entry of the cookie is `id.expiry.mac`; the mac is over the account too, which the entry does not name. */
export function createDevices(secret: string, now: () => number = Date.now): Devices {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'touchline device 1', 32))
  const macOf = (userId: string, id: string, expiry: string) =>
    createHmac('sha256', key).update(`${userId}\n${id}\n${expiry}`).digest('base64url').slice(0, 22)
  const nowSeconds = () => Math.floor(now() / 1_000)
  const isFor = (userId: string, entry: string): boolean => {
    const [id = '', expiry = '', mac = ''] = entry.split('.')
    const [given, right] = [Buffer.from(mac), Buffer.from(macOf(userId, id, expiry))]
    return (
      given.length === right.length &&
      timingSafeEqual(given, right) &&
      Number.parseInt(expiry, 36) > nowSeconds()
    )
  }
  return {
    known: (headers, userId) =>
      entriesOf(headers)
        .find(entry => isFor(userId, entry))
        ?.split('.')[0],
    remember: (headers, userId) => {
      const entries = entriesOf(headers)
      const known = entries.find(entry => isFor(userId, entry))
      const id = known?.split('.')[0] ?? randomBytes(12).toString('base64url')
      const expiry = (nowSeconds() + maxAgeSeconds).toString(36)
      const others = entries.filter(entry => entry !== known)
      const value = [`${id}.${expiry}.${macOf(userId, id, expiry)}`, ...others]
        .slice(0, mostAccounts)
        .join('~')
      return `${deviceCookie}=${value}; Max-Age=${maxAgeSeconds}; Path=/; HttpOnly; Secure; SameSite=Lax`
    },
  }
}

const wellFormed = /^[A-Za-z0-9_-]{16}\.[0-9a-z]{1,9}\.[A-Za-z0-9_-]{22}$/

function entriesOf(headers: Headers): string[] {
  const given = (headers.get('cookie') ?? '')
    .split(';')
    .map(cookie => cookie.trim())
    .find(cookie => cookie.startsWith(`${deviceCookie}=`))
  const entries = given?.slice(deviceCookie.length + 1).split('~', mostAccounts) ?? []
  return entries.filter(entry => wellFormed.test(entry))
}
