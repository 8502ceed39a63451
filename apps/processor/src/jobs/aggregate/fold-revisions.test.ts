import { type EventVersionContent, type MatchEvent, windowSizesSeconds } from '@touchline/contracts'
import type { MatchWindow } from '@touchline/db'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldEvents } from './fold.ts'

const base = Date.parse('2026-05-01T19:00:00.000Z')
const team = fc.constantFrom('home', 'away')
const said = fc.oneof(
  team.map(side => ({ type: 'pass-made', payload: { team: side } })),
  team.map(side => ({ type: 'shot-taken', payload: { team: side, outcome: 'saved' } })),
  fc
    .record({ team, kind: fc.constantFrom('penalty', 'own-goal') })
    .map(payload => ({ type: 'goal-scored', payload })),
  team.map(side => ({ type: 'ball-lost', payload: { team: side } })),
)
const content = fc
  .record({ said, offsetMs: fc.nat(3_000_000), period: fc.constantFrom(1, 2, 5), backup: fc.boolean() })
  .map(({ said: what, offsetMs, period, backup }) => ({
    ...what,
    occurredAt: new Date(base + offsetMs).toISOString(),
    clock: { period, seconds: 1 },
    ...(backup && { isBackup: true as const }),
  }))
/** Which event it is about, and what it says of it from then on; null: it is withdrawn. */
const version = fc.record({ id: fc.nat(5), content: fc.option(content, { freq: 4 }) })
type Sent = { readonly id: number; readonly content: EventVersionContent | null }

/** The feed as the enrichment writes it, and what holds at its end. */
function feedOf(sent: readonly Sent[]) {
  const standing = new Map<number, { readonly seq: number; readonly content: EventVersionContent | null }>()
  const feed = sent.map(({ id, content: now }, index) => {
    const before = standing.get(id)
    standing.set(id, { seq: before?.seq ?? index + 1, content: now })
    return eventOf(now, before, index + 1)
  })
  return { feed, effective: [...standing.values()].flatMap(({ content: now }) => now ?? []) }
}

function eventOf(
  now: EventVersionContent | null,
  before: { readonly seq: number; readonly content: EventVersionContent | null } | undefined,
  seq: number,
): MatchEvent {
  const { isBackup, ...told } = now ?? { ...withdrawal, isBackup: undefined }
  const common = { matchId: 'm', epoch: 1, seq, lane: 'critical', source: 'broadcast', ...told }
  const about = { position: before ? `1:${before.seq}` : null, previous: before?.content ?? null }
  const payload = now ? { ...about, event: told } : about
  const type = now ? 'event-revised' : 'event-withdrawn'
  return {
    ...common,
    ingestedAt: new Date(base + 3_600_000).toISOString(),
    storedAt: new Date(base + 3_600_020).toISOString(),
    ...(isBackup && { isBackup }),
    ...((before || !now) && { type, payload }),
  } as unknown as MatchEvent
}
const withdrawal = { occurredAt: new Date(base).toISOString(), clock: { period: 1, seconds: 0 } }

const names = ['passesHome', 'passesAway', 'shotsHome', 'shotsAway'] as const

/** By window, without those in which nothing is left. */
function playIn(windows: readonly MatchWindow[]): Record<string, readonly number[]> {
  const sums: Record<string, number[]> = {}
  for (const window of windows) {
    const key = `${window.sizeSeconds} ${window.source} ${window.startsAtMs}`
    sums[key] = names.map((name, index) => (sums[key]?.[index] ?? 0) + window[name])
  }
  return Object.fromEntries(Object.entries(sums).filter(([, counts]) => counts.some(count => count !== 0)))
}

describe('revisions and withdrawals', () => {
  it('leave the passes and shots of the events that hold, each in its window, whatever their age', () => {
    fc.assert(
      fc.property(fc.array(version, { maxLength: 30 }), fc.nat(30), (sent, cut) => {
        const { feed, effective } = feedOf(sent)
        const first = foldEvents(feed.slice(0, cut), null)
        const rest = foldEvents(feed.slice(cut), first.newestAtMs)
        const alone = effective.map((now, index) => eventOf(now, undefined, index + 1))
        expect(playIn([...first.windows, ...rest.windows])).toEqual(playIn(foldEvents(alone, null).windows))
      }),
    )
  })

  it('count as events of their own, and never as late', () => {
    const goal = {
      type: 'goal-scored',
      payload: { team: 'home' },
      occurredAt: new Date(base).toISOString(),
      clock: { period: 1, seconds: 1 },
    }
    const { feed } = feedOf([
      { id: 1, content: goal },
      { id: 2, content: { ...goal, type: 'ball-lost', occurredAt: new Date(base + 900_000).toISOString() } },
      { id: 1, content: { ...goal, payload: { team: 'away' } } },
    ])
    const { windows, tooLate } = foldEvents(feed, null)
    const first = windows.filter(({ source, startsAtMs }) => source === 'all' && startsAtMs === base)
    expect(tooLate).toBe(0)
    expect(first.map(({ sizeSeconds }) => sizeSeconds)).toEqual([...windowSizesSeconds])
    for (const window of first) {
      expect(window).toMatchObject({ events: 2, critical: 2, late: 0, shotsHome: 0, shotsAway: 1 })
      expect(window.latency.at(1)).toBe(1)
      expect(window.byType).toEqual({ 'goal-scored': 1, 'event-revised': 1 })
    }
  })

  it('of a backup report change no shots', () => {
    const kick = { type: 'goal-scored', payload: { team: 'home' }, occurredAt: new Date(base).toISOString() }
    const inPlay = { ...kick, clock: { period: 1, seconds: 1 } }
    const { feed } = feedOf([
      { id: 2, content: { ...inPlay, isBackup: true } },
      { id: 2, content: null },
    ])
    expect(playIn(foldEvents(feed, null).windows)).toEqual({})
  })
})
