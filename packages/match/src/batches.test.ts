import type { SourceEvent } from '@touchline/contracts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { foldEvents } from './index.ts'
import { shuffledVersions, told, versionsOf } from './testing/arbitrary-match.ts'
import { foldInBatches } from './testing/fold-in-batches.ts'

const cuts = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 12 })

it('leads in batches of any cut, with the facts at hand only where they may be needed, to the same match', () => {
  const property = fc.property(shuffledVersions, cuts, (events, sizes) => {
    const whole = foldEvents(events)
    const inBatches = foldInBatches(events, sizes)
    expect(inBatches.state).toEqual(whole.state)
    expect(inBatches.memory).toEqual(whole.memory)
  })
  fc.assert(property, { numRuns: 2_000 })
}, 120_000)

it('retypes one event to and from a fact, and back, within one batch', () => {
  const retyped = fc
    .array(told('x'), { minLength: 2, maxLength: 6 })
    .map(all => versionsOf(all.map(one => ({ ...one, provider: 'acme' }))))
  const property = fc.property(retyped, fc.boolean(), cuts, (versions, isBackAgain, sizes) => {
    const [first] = versions
    const again = first && { ...first, revision: versions.length, ingestedAt: '2026-05-02T00:00:00.000Z' }
    const events = (isBackAgain ? [...versions, again] : versions) as SourceEvent[]
    expect(foldInBatches(events, sizes).state).toEqual(foldEvents(events).state)
    expect(foldInBatches(events, [events.length]).state).toEqual(foldEvents(events).state)
  })
  fc.assert(property, { numRuns: 1_000 })
}, 120_000)
