import { describe, expect, it } from 'vitest'
import { type Overview, total, underWay } from './overview.ts'
import { withSample } from './samples.ts'
import { stageFigures } from './stage-figures.ts'

const at = '2026-05-01T19:00:20.000Z'
const gateway = (instance: string, reportedAt: string, deliveredPerSecond: number) => ({
  stage: 'gateway',
  instance,
  reportedAt,
  rates: { deliveredPerSecond },
  gauges: { connections: 10 },
})
const overview: Overview = {
  at,
  stages: [
    gateway('a', '2026-05-01T19:00:19Z', 5),
    gateway('b', '2026-05-01T19:00:18Z', 7),
    gateway('gone', '2026-05-01T19:00:00Z', 99),
  ],
  outbox: { depth: 3, oldestSeconds: 0.2 },
  lag: [
    { topic: 'sensor-events', records: 4, seconds: 1 },
    { topic: 'social-events', records: 6, seconds: 3 },
  ],
  accounts: [],
  deadLetters: 0,
}

describe('the pipeline', () => {
  it('sums the instances that spoke lately, and says nothing of what nobody reports', () => {
    expect(total(overview, 'gateway', 'rates', 'deliveredPerSecond')).toBe(12)
    expect(total(overview, 'ingest', 'rates', 'acceptedPerSecond')).toBeUndefined()
    const [, log, , , fans] = stageFigures(overview)
    expect(log?.rate.value).toBe(10)
    expect(log?.others[0]?.value).toBe(3)
    expect(fans).toMatchObject({ instances: 2, others: [{ value: 20 }, { value: undefined }] })
  })

  it('keeps five minutes of samples', () => {
    const one = withSample([], overview)
    expect(withSample(one, overview)).toBe(one)
    const later = withSample(one, { ...overview, at: '2026-05-01T19:06:00Z' })
    expect(later).toHaveLength(1)
  })

  it('counts what has no verdict yet', () => {
    const account = { topic: 't', accepted: 10, stored: 5, duplicate: 2, dead: 1, superseded: 0, shed: 0 }
    expect(underWay(account)).toBe(2)
  })
})
