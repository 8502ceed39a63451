import { describe, expect, it } from 'vitest'
import { createDevices, deviceCookie } from './device.ts'

const secret = 'a secret of thirty-two characters, or more'
const cookieOf = (line: string) => line.split(';')[0] ?? ''
const withCookie = (cookie: string) => new Headers({ cookie: `a=b; ${cookie}; c=d` })
const nothing = new Headers()

describe('a device', () => {
  it('is known for the account that was signed in at it, and for no other', () => {
    const devices = createDevices(secret)
    const line = devices.remember(nothing, 'ann')
    expect(line).toMatch(/; Max-Age=15552000; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    const headers = withCookie(cookieOf(line))
    expect(devices.known(headers, 'ann')).toMatch(/^[\w-]{16}$/)
    expect(devices.known(headers, 'bob')).toBeUndefined()
    expect(createDevices(`${secret}!`).known(headers, 'ann')).toBeUndefined()
  })

  it('stays the same one at the next sign-in, and is known for four people at most', () => {
    const devices = createDevices(secret)
    let headers = withCookie(cookieOf(devices.remember(nothing, 'p0')))
    const first = devices.known(headers, 'p0')
    for (const person of ['p1', 'p2', 'p0', 'p3', 'p4'])
      headers = withCookie(cookieOf(devices.remember(headers, person)))
    const known = ['p0', 'p1', 'p2', 'p3', 'p4'].filter(person => devices.known(headers, person))
    expect(known).toEqual(['p0', 'p2', 'p3', 'p4'])
    expect(devices.known(headers, 'p0')).toBe(first)
  })

  it('is forgotten after half a year', () => {
    let nowMs = Date.UTC(2026, 0, 1)
    const devices = createDevices(secret, () => nowMs)
    const headers = withCookie(cookieOf(devices.remember(nothing, 'ann')))
    nowMs += 179 * 86_400_000
    expect(devices.known(headers, 'ann')).toBeDefined()
    nowMs += 2 * 86_400_000
    expect(devices.known(headers, 'ann')).toBeUndefined()
  })

  it('is not made up', () => {
    const devices = createDevices(secret)
    for (const value of [
      '',
      '~~~~',
      'a.b.c',
      '....',
      `${'A'.repeat(16)}.zzzzzz.${'A'.repeat(22)}`,
      '%00',
      '~'.repeat(9_000),
    ])
      expect(devices.known(withCookie(`${deviceCookie}=${value}`), 'ann')).toBeUndefined()
  })
})
