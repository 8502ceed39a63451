import { expect, it } from 'vitest'
import { type Fact, factOf, identityOf } from './fact.ts'
import { type Change, emptyMemory, evolve, type FoldedMatch, isBackup, refold } from './index.ts'

const startMs = Date.parse('2026-05-01T19:00:00.000Z')
const providers = ['acme', 'beta'] as const

const content = (atMs: number, type: string, team = 'home') => ({
  type,
  occurredAt: new Date(startMs + atMs).toISOString(),
  payload: { team, outcome: 'saved', home: 1, away: 0 },
})

/** A match of which two providers have told so many goals and shots. */
function matchOf(count: number): FoldedMatch {
  const facts = new Map<string, Fact>()
  for (let n = 0; n < count; n += 1) {
    const provider = providers[n % 2] ?? 'acme'
    const identity = identityOf({ source: 'broadcast', provider, sourceEventId: `f${n}` })
    const fact = factOf(identity, provider, content(n * 100, n % 4 < 2 ? 'shot-taken' : 'goal-scored'))
    if (fact) facts.set(identity, fact)
  }
  return refold(emptyMemory, facts)
}

function told(provider: string, n: number, before?: object, after?: object): Change {
  const identity = identityOf({ source: 'broadcast', provider, sourceEventId: `f${n}` })
  return { identity, source: 'broadcast', provider, seq: n, before, after } as Change
}

/** New shots of a second partner, corrections, revisions of goals that count and that do not, goals taken back. */
function changesOf(count: number): Change[] {
  return Array.from({ length: 150 }, (_, n) => {
    const [acmes, betas] = [4 * (n % (count / 8)) + 2, 4 * (n % (count / 8)) + 3]
    return [
      told('beta', count + n, undefined, content(n * 10 + 7, 'shot-taken')),
      told('acme', 2 * count + n, undefined, content(n - 1_000, 'score-corrected')),
      told('acme', acmes, content(acmes * 100, 'goal-scored'), content(acmes * 100, 'goal-scored', 'away')),
      told('beta', betas, content(betas * 100, 'goal-scored'), content(betas * 100 + 1, 'goal-scored')),
      told(
        'acme',
        acmes,
        content(acmes * 100, 'goal-scored'),
        n % 2 ? undefined : content(acmes * 100, 'goal-scored'),
      ),
    ]
  }).flat()
}

function cpuMs(count: number): number {
  let match = matchOf(count)
  const changes = changesOf(count)
  const before = process.cpuUsage()
  for (const change of changes) {
    match = evolve(match, change)
    isBackup(match, change.identity)
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

it('costs an event about the same however many facts a match has: 20,000 against 200', () => {
  const least = (count: number) => Math.min(...Array.from({ length: 3 }, () => cpuMs(count)))
  least(200)
  const ratio = least(20_000) / least(200)
  expect(ratio).toBeLessThan(10)
}, 120_000)

it('costs little to name the teams with each event of a batch', () => {
  const pass = content(0, 'pass-made')
  const named = (count: number) => {
    let match = refold(emptyMemory, new Map())
    const before = process.cpuUsage()
    for (let n = 0; n < count; n += 1) {
      const fixture = { home: `H${n % 7}`, away: 'A' }
      match = evolve(match, { ...told('acme', n, undefined, pass), fixture })
    }
    const { user, system } = process.cpuUsage(before)
    return (user + system) / count
  }
  named(400)
  expect(named(4_000) / named(400)).toBeLessThan(15)
})
