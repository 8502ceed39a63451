import { failed, type Outcome, succeeded } from '@touchline/api'
import { anonymous, closeCodes, type Identity } from '@touchline/contracts'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defaultAdmissionLimits } from './admission-limits.ts'
import type { FanIdentity } from './fan-tokens.ts'
import { createSeatBook, type SeatBook } from './seats.ts'

const fan = (fanId: string, sessionId = 's1', livesMs = 60_000): FanIdentity => ({
  kind: 'fan',
  fanId,
  sessionId,
  tier: 'free',
  expiresAtMs: Date.now() + livesMs,
})

let book: SeatBook
let lost: string[]
let renewed: Outcome<FanIdentity, 'unauthorized' | 'unavailable'>
beforeEach(() => {
  vi.useFakeTimers()
  lost = []
  const limits = { ...defaultAdmissionLimits, anonymousSocketsPerAddress: 2 }
  book = createSeatBook({ limits, leases: undefined, check: async () => renewed, now: Date.now })
})
afterEach(() => {
  book.close()
  vi.useRealTimers()
})

function sit(name: string, identity: Identity, address = '192.0.2.1') {
  const onLost = (code: number) => lost.push(`${name} ${code}`)
  const taken = book.take({ identity, address, onLost })
  if (!taken.ok) throw new Error(taken.code)
  return taken.value
}

it("lets the newest three of a fan's sockets stay", () => {
  for (const name of ['a', 'b', 'c']) sit(name, fan('ann', name))
  sit('other', fan('bob'))
  expect(lost).toEqual([])
  sit('d', fan('ann', 'd'))
  sit('e', fan('ann', 'e'))
  expect(lost).toEqual([`a ${closeCodes.tooManySockets}`, `b ${closeCodes.tooManySockets}`])
})

it('counts only who is there', () => {
  const seats = ['a', 'b', 'c'].map(name => sit(name, fan('ann')))
  seats[0]?.leave()
  seats[0]?.leave()
  sit('d', fan('ann'))
  expect(lost).toEqual([])
})

it('refuses what an address has too many of without a name', () => {
  const first = sit('a', anonymous)
  sit('b', anonymous)
  expect(() => sit('c', anonymous)).toThrow('too-many-sockets')
  expect(() => sit('d', anonymous, '192.0.2.2')).not.toThrow()
  first.leave()
  expect(() => sit('e', anonymous)).not.toThrow()
})

it('closes a seat ten seconds after its token, unless it was renewed', async () => {
  const a = sit('a', fan('ann'))
  sit('b', fan('bob'))
  renewed = succeeded(fan('ann', 's1', 120_000))
  expect(await a.renew('t')).toEqual(renewed)
  expect(a.identity).toEqual(renewed.ok && renewed.value)
  vi.advanceTimersByTime(69_000)
  expect(lost).toEqual([])
  vi.advanceTimersByTime(3_000)
  expect(lost).toEqual([`b ${closeCodes.expired}`])
  vi.advanceTimersByTime(60_000)
  expect(lost).toEqual([`b ${closeCodes.expired}`, `a ${closeCodes.expired}`])
})

it('renews for the same fan and session alone, and only what is there', async () => {
  const seat = sit('a', fan('ann'))
  for (const other of [fan('bob'), fan('ann', 's2')]) {
    renewed = succeeded(other)
    expect(await seat.renew('t')).toEqual({ ok: false, code: 'unauthorized' })
  }
  renewed = failed('unavailable')
  expect(await seat.renew('t')).toEqual({ ok: false, code: 'unavailable' })
  renewed = succeeded(fan('ann'))
  expect(await sit('b', anonymous).renew('t')).toEqual({ ok: false, code: 'unauthorized' })
  seat.leave()
  expect(await seat.renew('t')).toEqual({ ok: false, code: 'unauthorized' })
})

it('closes what is revoked, once, and nothing else', () => {
  sit('a', fan('ann', 's1'))
  sit('b', fan('ann', 's2'))
  sit('c', fan('bob', 's3'))
  book.revoke('session', 's2')
  expect(lost).toEqual([`b ${closeCodes.revoked}`])
  book.revoke('fan', 'ann')
  book.revoke('fan', 'ann')
  expect(lost).toEqual([`b ${closeCodes.revoked}`, `a ${closeCodes.revoked}`])
  book.revoke('session', 'bob')
  expect(lost).toHaveLength(2)
})
