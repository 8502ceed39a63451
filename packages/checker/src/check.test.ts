import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anomalyKinds } from './anomaly.ts'
import { check } from './check.ts'
import { cleanHistory } from './testing/clean-history.ts'
import { damages } from './testing/damages.ts'
import { createRandom } from './testing/random.ts'

const seeds = fc.integer({ min: 0, max: 2 ** 31 })

describe('a history in which all went well', () => {
  it('has no anomaly, whatever the seed', () => {
    fc.assert(
      fc.property(seeds, seed => {
        const report = check(cleanHistory(seed))
        expect(report.anomalies).toEqual([])
        expect(report.ok).toBe(true)
      }),
    )
  })

  it('may be read from generators, once', () => {
    const { offers, database, feeds, receipts } = cleanHistory(7)
    const once = <T>(items: Iterable<T>) => items[Symbol.iterator]() as IterableIterator<T>
    const streamed = { ...database, stored: once(database.stored), letters: once(database.letters) }
    const report = check({ offers: once(offers), database: streamed, feeds, receipts: once(receipts) })
    expect(report).toMatchObject({ ok: true, counts: { offered: 180, delivered: receipts.length } })
  })
})

describe('each kind of anomaly', () => {
  it('is injected by some damage', () => {
    expect(new Set(damages.map(damage => damage.expected[0]))).toEqual(new Set(anomalyKinds))
  })

  for (const { name, expected, apply } of damages) {
    it(`is found and named where ${name}: ${expected[0]}`, () => {
      fc.assert(
        fc.property(seeds, seed => {
          const history = cleanHistory(seed)
          apply(history, createRandom(seed + 1))
          const { ok, byKind } = check(history)
          const found = anomalyKinds.filter(kind => byKind[kind] > 0)
          expect(ok).toBe(false)
          expect(found).toContain(expected[0])
          expect(expected).toEqual(expect.arrayContaining(found))
        }),
      )
    })
  }

  it('is counted in full and kept up to a bound', () => {
    const history = cleanHistory(3)
    history.receipts = history.receipts.flatMap(receipt => [receipt, { ...receipt }])
    const { byKind, anomalies } = check(history)
    expect(byKind.duplicated).toBe(history.receipts.length / 2)
    expect(anomalies.length).toBe(100)
  })
})

it('tells what only the accounts know: an event that was shed is not lost, a critical one always is', () => {
  const history = cleanHistory(11)
  const event = {
    source: 'broadcast',
    sourceEventId: 'x',
    matchId: 'm0',
    occurredAtMs: 0,
    digest: 'd',
  } as const
  const offer = (type: string) => {
    const { source, sourceEventId } = event
    history.offers.push(
      { kind: 'event', event: { ...event, type } },
      { kind: 'accepted', source, sourceEventId },
    )
  }
  offer('goal-scored')
  const account = history.database.accounts[0]
  if (account) Object.assign(account, { accepted: account.accepted + 1, shed: account.shed + 1 })
  const [checkpoint] = history.database.checkpoints
  if (checkpoint) checkpoint.nextOffset += 1
  expect(check(history).byKind).toMatchObject({ lost: 1, unbalanced: 0 })
})
