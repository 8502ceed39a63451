import { expect, it } from 'vitest'
import { defaultAdmissionLimits } from './admission-limits.ts'
import type { HandshakeOutcome } from './admission-meters.ts'
import { createHandshakes, retryAfterSeconds } from './handshakes.ts'

const arrival = { address: '192.0.2.1', origin: undefined, cookie: undefined, authorization: undefined }

function setUp(limits: Partial<typeof defaultAdmissionLimits> = {}) {
  const counted: HandshakeOutcome[] = []
  const state = { nowMs: 0, isOverloaded: false }
  const judge = createHandshakes({
    limits: { ...defaultAdmissionLimits, ...limits },
    origins: ['https://fans.example'],
    gauge: {
      get isOverloaded() {
        return state.isOverloaded
      },
      close: () => {},
    },
    meter: { count: outcome => counted.push(outcome) },
    now: () => state.nowMs,
  })
  return { judge, counted, state }
}

it('refuses a page that is not listed', () => {
  const { judge, counted } = setUp()
  expect(judge({ ...arrival, origin: 'https://evil.example' })).toEqual({ ok: false, code: 'forbidden' })
  expect(judge({ ...arrival, origin: 'https://fans.example' })).toMatchObject({ ok: true })
  expect(counted).toEqual(['forbidden'])
})

it('bounds one address, and counts an IPv6 network as one', () => {
  const { judge, counted, state } = setUp({ handshakesPerAddress: 2 })
  const from = (address: string) => judge({ ...arrival, address }).ok
  const [one, other] = ['192.0.2.1', '192.0.2.2']
  expect([from(one), from(one), from(one), from(other)]).toEqual([true, true, false, true])
  expect([from('2001:db8::1'), from('2001:db8::2'), from('2001:db8::3')]).toEqual([true, true, false])
  state.nowMs = 10_000
  expect(from(one)).toBe(true)
  expect(counted).toEqual(['rate-limited', 'rate-limited'])
})

it('sheds newcomers under load, and above the rate of all', () => {
  const { judge, counted, state } = setUp({ handshakesPerSecond: 3 })
  state.isOverloaded = true
  expect(judge(arrival)).toEqual({ ok: false, code: 'unavailable' })
  state.isOverloaded = false
  expect([1, 2, 3, 4].map(() => judge(arrival).ok)).toEqual([true, true, true, false])
  state.nowMs = 340
  expect([1, 2].map(() => judge(arrival).ok)).toEqual([true, false])
  expect(counted).toEqual(['shed', 'shed', 'shed'])
})

it('counts what is too much to hold together', () => {
  const { judge } = setUp({ handshakesPerAddress: 1, handshakesPerSecond: 1_000_000 })
  const taken = Array.from({ length: 100_100 }, (_, n) => {
    const address = `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`
    return judge({ ...arrival, address }).ok
  })
  expect(taken.filter(Boolean)).toHaveLength(100_001)
})

it('spreads those who are to come again', () => {
  expect([retryAfterSeconds(() => 0), retryAfterSeconds(() => 0.999)]).toEqual([1, 10])
})
