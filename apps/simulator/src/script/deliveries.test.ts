import { type Source, sentEventSchemas, sourceTopics } from '@touchline/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectedNumbers } from '../play/expected.ts'
import { deliveriesOf } from '../play/play-match.ts'
import type { Delivery } from './deliveries.ts'
import { malformations } from './malformed.ts'
import { writeMatch } from './match-script.ts'
import { faultRatesSchema, scriptOptionsSchema } from './options.ts'
import { createTimetable, textOf } from './timetable.ts'

const script = writeMatch('m', 'faults', scriptOptionsSchema.parse({ halfSeconds: 120, breakSeconds: 10 }))
const rate = fc.double({ min: 0, max: 1, noNaN: true })
const performance = fc.record({
  seed: fc.string({ minLength: 1, maxLength: 10 }),
  faults: fc
    .record({
      duplicates: rate,
      disorder: rate,
      malformed: rate,
      bursts: rate,
      burstSize: fc.integer({ min: 2, max: 60 }),
    })
    .map(rates => faultRatesSchema.parse(rates)),
})
const runs = { numRuns: 40 }
const sources = Object.keys(sourceTopics) as Source[]

describe('what sources send at any fault rates', () => {
  it('is every event exactly once, never before it happened, and in the order of being due', () => {
    fc.assert(
      fc.property(performance, play => {
        for (const source of sources) {
          const deliveries = deliveriesOf(script, play)[source]
          expectNeverEarly(deliveries)
          const first = deliveries.filter(({ kind }) => kind === 'event')
          const events = first.map(delivery => ('event' in delivery ? delivery.event : undefined))
          expect(new Set(events)).toEqual(new Set(script.events[source]))
          expect(events.length).toBe(script.events[source].length)
        }
      }),
      runs,
    )
  })

  it('repeats only what was sent, in the same words', () => {
    fc.assert(
      fc.property(performance, play => {
        const timetable = createTimetable(script, 10, 1_750_000_000_000)
        for (const deliveries of Object.values(deliveriesOf(script, play))) {
          const sent = new Set<string>()
          for (const delivery of deliveries) {
            const text = textOf(delivery, script, timetable)
            expect(sent.has(text)).toBe(delivery.kind === 'duplicate')
            sent.add(text)
          }
        }
      }),
      runs,
    )
  })

  it('is refused by the contracts exactly where it is malformed', () => {
    const play = { seed: 's', faults: faultRatesSchema.parse({ malformed: 0.9 }) }
    const timetable = createTimetable(script, 'max', 1_750_000_000_000)
    for (const source of sources) {
      const deliveries = deliveriesOf(script, play)[source]
      for (const delivery of deliveries)
        expect(accepts(source, textOf(delivery, script, timetable))).toBe(delivery.kind === 'event')
      const kinds = new Set(
        deliveries.flatMap(each => (each.kind === 'malformed' ? [each.malformation] : [])),
      )
      expect(kinds).toEqual(new Set(malformations))
    }
  })

  it('changes neither the score nor the cards nor what is to be stored', () => {
    const plain = expectedNumbers(script, { seed: 's', faults: faultRatesSchema.parse({}) })
    fc.assert(
      fc.property(performance, play => {
        const { score, yellowCards, redCards, ended, topics } = expectedNumbers(script, play)
        expect({ score, yellowCards, redCards, ended }).toEqual({
          score: plain.score,
          yellowCards: plain.yellowCards,
          redCards: plain.redCards,
          ended: true,
        })
        for (const topic of Object.values(sourceTopics)) {
          const { sent, uniqueValid, duplicates, malformed } = topics[topic]
          expect(uniqueValid).toBe(plain.topics[topic].uniqueValid)
          expect(sent).toBe(uniqueValid + duplicates + malformed)
        }
      }),
      runs,
    )
  })

  it('keeps the turning points of the match in their places', () => {
    const play = { seed: 's', faults: faultRatesSchema.parse({ disorder: 1 }) }
    const types = deliveriesOf(script, play).broadcast.map(each =>
      'event' in each ? each.event.draft.type : '',
    )
    expect(types[0]).toBe('match-scheduled')
    expect(types.at(-1)).toBe('match-ended')
    const scripted = script.events.broadcast.map(({ draft }) => draft.type)
    expect(types).not.toEqual(scripted)
    expect(types.indexOf('period-ended')).toBe(scripted.indexOf('period-ended'))
  })
})

describe('a timetable', () => {
  it('lets nothing occur after it is sent, and keeps the order, at any speed', () => {
    const speeds = fc.oneof(fc.constant('max' as const), fc.double({ min: 0.1, max: 1_000, noNaN: true }))
    fc.assert(
      fc.property(speeds, speed => {
        const startedAtMs = 1_750_000_000_000
        const timetable = createTimetable(script, speed, startedAtMs)
        let before = 0
        for (const delivery of deliveriesOf(script, { seed: 's', faults: faultRatesSchema.parse({}) })
          .broadcast) {
          if (!('event' in delivery)) continue
          const occurredAtMs = timetable.occurredAtMs(delivery.event.atSeconds)
          expect(occurredAtMs).toBeLessThanOrEqual(timetable.dueAtMs(delivery))
          expect(occurredAtMs).toBeGreaterThanOrEqual(before)
          before = occurredAtMs
        }
      }),
      runs,
    )
  })
})

function expectNeverEarly(deliveries: readonly Delivery[]): void {
  let dueSeconds = 0
  for (const delivery of deliveries) {
    expect(delivery.dueSeconds).toBeGreaterThanOrEqual(dueSeconds)
    dueSeconds = delivery.dueSeconds
    if ('event' in delivery) expect(dueSeconds).toBeGreaterThanOrEqual(delivery.event.atSeconds)
  }
}

function accepts(source: Source, text: string): boolean {
  try {
    return sentEventSchemas[source].safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}
