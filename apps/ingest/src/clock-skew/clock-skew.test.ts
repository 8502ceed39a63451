import { createLogger, createMetrics } from '@touchline/telemetry'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clockSkewCheck, createClockSkew, gaugeClockSkew } from './clock-skew.ts'

const startMs = Date.parse('2026-05-01T19:00:00.000Z')
const acme = { source: 'broadcast', provider: 'acme' } as const

/** A provider whose clock is off by so much, and whose messages take so long. */
function provider() {
  const clocks = createClockSkew(createLogger({ service: 'ingest', level: 'silent' }))
  let ourMs = startMs
  const send = (offsetMs: number, delayMs = 20) => {
    const theirSeconds = Math.floor((ourMs - delayMs + offsetMs) / 1_000)
    return clocks.observe({ ...acme, theirSeconds, ourMs })
  }
  return { clocks, send, pass: (ms: number) => (ourMs += ms) }
}

describe("a provider's clock", () => {
  it('that is right is never corrected, however long messages take and wherever in a second they are sent', () => {
    const late = fc.record({
      delayMs: fc.integer({ min: 0, max: 60_000 }),
      passMs: fc.integer({ min: 1, max: 5_000 }),
    })
    fc.assert(
      fc.property(fc.array(late, { maxLength: 40 }), fc.nat({ max: 500 }), (messages, promptMs) => {
        const { send, pass } = provider()
        for (const { delayMs, passMs } of messages) {
          pass(passMs)
          expect(send(0, promptMs)).toBe(0)
          pass(passMs)
          expect(send(0, delayMs)).toBe(0)
        }
      }),
    )
  })

  it('that is fast is corrected from its first message on, and steadily', () => {
    const { send, pass } = provider()
    const corrections = Array.from({ length: 40 }, () => {
      pass(730)
      return send(20_000)
    })
    for (const one of corrections) expect(Math.abs(one - 20_000)).toBeLessThan(1_100)
    expect(new Set(corrections.slice(35)).size).toBeLessThan(4)
  })

  it('that is slow is corrected from its first message on, until a prompt one proves that it is not', () => {
    const { send, pass } = provider()
    const corrections = Array.from({ length: 12 }, () => {
      pass(730)
      return send(-30_000)
    })
    for (const one of corrections) expect(Math.abs(one + 30_000)).toBeLessThan(1_100)
    pass(1_000)
    expect(send(0)).toBe(0)
    expect(send(-30_000)).toBe(0)
  })

  it('of one host among several right ones is corrected for its own messages alone', () => {
    const { send, pass } = provider()
    for (let n = 0; n < 10; n++) {
      pass(1_000)
      expect(send(0)).toBe(0)
    }
    expect(Math.abs(send(90_000) - 90_000)).toBeLessThan(1_100)
    expect(send(0)).toBe(0)
  })

  it('beyond five minutes is not corrected, but shown, and warned of', async () => {
    const { clocks, send } = provider()
    const check = clockSkewCheck(clocks)
    expect(check.warning?.()).toBeUndefined()
    expect(send(3_600_000)).toBe(0)
    await check.check()
    expect(check.warning?.()).toMatch(/more than five minutes: 1/)
    const metrics = createMetrics('ingest')
    gaugeClockSkew(metrics, clocks)
    expect(await metrics.exposition()).toMatch(
      /touchline_provider_clock_skew_seconds\{source="broadcast",provider="acme".*\} 3\d{3}/,
    )
  })

  it('is not doubted for old messages that somebody sends again, however many, while good ones come', () => {
    const old = fc.array(fc.integer({ min: -86_400_000, max: -600_000 }), { maxLength: 20 })
    fc.assert(
      fc.property(fc.array(old, { minLength: 1, maxLength: 10 }), between => {
        const { clocks, send, pass } = provider()
        for (const resent of between) {
          send(0)
          for (const offsetMs of resent) {
            pass(2_500)
            expect(send(offsetMs)).toBe(0)
          }
          expect(Math.abs(clocks.readings()[0]?.skewMs ?? 0)).toBeLessThan(1_000)
          pass(2_500)
        }
        expect(clockSkewCheck(clocks).warning?.()).toBeUndefined()
      }),
    )
  })
})
