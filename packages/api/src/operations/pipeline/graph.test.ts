import type { PipelineFacts, PipelineMinute, StageFacts, StageReport } from '@touchline/db'
import { factsOfMinute, lagOf, stageFacts } from '@touchline/db'
import { describe, expect, it } from 'vitest'
import { edgeIds, pipelineGraph } from './graph.ts'
import { overviewOf, trendMinutes } from './overview.ts'

const at = new Date('2026-05-01T19:10:30.000Z')
const stage = (name: string, more: Partial<StageFacts> = {}): StageFacts => ({
  ...{ stage: name, instances: 1, lastHeardAt: at.toISOString(), rates: {}, gauges: {} },
  ...more,
})
const facts = (stages: readonly StageFacts[], more: Partial<PipelineFacts> = {}): PipelineFacts => ({
  ...{ stages, lag: lagOf(stages), outbox: { depth: 0, oldestSeconds: 0 } },
  ...{ accounts: [], deadLetters: 0, deferred: 0, parked: 0 },
  ...more,
})
const stateOf = (known: PipelineFacts, id: string) => {
  const node = pipelineGraph(known).nodes.find(one => one.id === id)
  return `${node?.state} ${node?.says}`
}
const edgeOf = (known: PipelineFacts, id: string) => pipelineGraph(known).edges.find(one => one.id === id)

describe('the graph', () => {
  it('has the edges that may be tailed, between nodes that there are', () => {
    const { nodes, edges } = pipelineGraph(facts([]))
    const ids = nodes.map(({ id }) => id)
    expect(edges.map(({ id }) => id)).toEqual(edgeIds)
    expect(new Set(ids).size).toBe(ids.length)
    expect(edges.filter(({ from, to }) => !ids.includes(from) || !ids.includes(to))).toEqual([])
  })

  it('says of nothing that it is well where nobody speaks for it', () => {
    expect(new Set(pipelineGraph(facts([])).nodes.map(({ state }) => state))).toEqual(new Set(['unknown']))
    const gone = facts([stage('relay', { instances: 0 })])
    expect(stateOf(gone, 'relay')).toBe('silent No relay has reported since 2026-05-01T19:10:30.000Z.')
    expect(edgeOf(gone, 'relay.broadcast')).toMatchObject({ ratePerSecond: null, p99Ms: null })
  })

  it('says what is wrong, the worst first', () => {
    const processor = (gauges: Record<string, number>) => facts([stage('processor', { gauges })])
    const lag = { 'lagRecords.sensor-events': 9, 'lagSeconds.sensor-events': 40 }
    expect(stateOf(processor(lag), 'processor-sensor')).toBe('strained Behind by 40 s.')
    const paused = processor({ ...lag, 'paused.sensor-events': 1 })
    expect(stateOf(paused, 'processor-sensor')).toBe('paused Paused by an operator.')
    expect(stateOf(paused, 'processor-social')).toBe('good ')
    const held = processor({ ...lag, 'paused.sensor-events': 1, 'heldPartitions.sensor-events': 2 })
    expect(stateOf(held, 'processor-sensor')).toMatch(/^failing Holds 2/)
    expect(edgeOf(held, 'log.processor-sensor')).toMatchObject({ lagRecords: 9, lagSeconds: 40 })
  })

  it('says how many records wait behind parked matches, and why the first of these waits', () => {
    const parkedReason = 'derby-1: sqlstate-23505: a known id'
    const known = facts([stage('processor')], { parked: 7, parkedReason })
    expect(stateOf(known, 'database')).toBe(
      'strained 7 records wait behind parked matches. derby-1: sqlstate-23505: a known id',
    )
  })

  it('tells sources of a kind that are ill from those that are not there', () => {
    const sources = (healthy: number) =>
      facts([stage('ingest', { gauges: { 'sources.sensor': 2, 'healthySources.sensor': healthy } })])
    expect(stateOf(sources(2), 'source-sensor')).toBe('good ')
    expect(stateOf(sources(1), 'source-sensor')).toMatch(/^strained 1 of 2/)
    expect(stateOf(sources(0), 'source-sensor')).toMatch(/^failing 2 of 2/)
    expect(stateOf(sources(0), 'source-broadcast')).toBe('good ')
  })

  it("says when a provider's clock differs, of the process that measured most", () => {
    const skewed = (...skewsMs: number[]) =>
      facts(
        stageFacts(
          skewsMs.map((skewMs, index) => ({
            ...{ stage: 'ingest', instance: `i${index}`, reportedAt: at.toISOString(), rates: {} },
            gauges: { 'clockSkewMs.broadcast': skewMs },
          })),
          at.getTime(),
        ),
      )
    expect(stateOf(skewed(1_500, -2_000), 'source-broadcast')).toBe('good ')
    expect(stateOf(skewed(90_000), 'source-broadcast')).toBe(
      "strained A provider's clock is 90 s ahead: its times are corrected.",
    )
    expect(stateOf(skewed(100, -420_000), 'source-broadcast')).toBe(
      "failing A provider's clock is 420 s behind, too far to correct its times.",
    )
    const node = pipelineGraph(skewed(-90_000, 50)).nodes.find(({ id }) => id === 'source-broadcast')
    expect(node?.figures).toContainEqual({ label: 'clock skew', value: -90_000, unit: 'ms' })
  })

  it('counts what was refused among what was offered', () => {
    const rates = { 'acceptedPerSecond.social': 4, 'refusedPerSecond.social': 1 }
    expect(edgeOf(facts([stage('ingest', { rates })]), 'source-social.ingest')?.ratePerSecond).toBe(5)
  })
})

describe('the facts', () => {
  const report = (instance: string, secondsAgo: number, more: Partial<StageReport>): StageReport => ({
    ...{ stage: 'gateway', instance, rates: {}, gauges: {} },
    reportedAt: new Date(at.getTime() - secondsAgo * 1_000).toISOString(),
    ...more,
  })

  it('add up what processes do, take the worst of times, and leave out who is silent', () => {
    const [gateway] = stageFacts(
      [
        report('a', 1, { rates: { delivered: 5 }, gauges: { connections: 3, 'p99Ms.x': 10, lagSeconds: 2 } }),
        report('b', 9, { rates: { delivered: 7 }, gauges: { connections: 4, 'p99Ms.x': 90, lagSeconds: 1 } }),
        report('c', 11, { rates: { delivered: 99 } }),
      ],
      at.getTime(),
    )
    expect(gateway).toMatchObject({
      instances: 2,
      rates: { delivered: 12 },
      gauges: { connections: 7, 'p99Ms.x': 90, lagSeconds: 2 },
    })
    expect(stageFacts([report('c', 11, {})], at.getTime())[0]).toMatchObject({ instances: 0, rates: {} })
  })

  it('of a minute are the mean of rates, the worst of times, and without what is of use now alone', () => {
    const sample = (rate: number, p99Ms: number) =>
      facts([stage('processor', { rates: { r: rate }, gauges: { p99Ms, 'end.t.0': 5, inFlight: rate } })])
    const minute = factsOfMinute([sample(2, 5), sample(4, 50)])
    expect(minute?.stages[0]).toMatchObject({ rates: { r: 3 }, gauges: { p99Ms: 50, inFlight: 3 } })
    expect(minute?.stages[0]?.gauges).not.toHaveProperty('end.t.0')
    expect(factsOfMinute([])).toBeUndefined()
  })
})

describe('an overview', () => {
  it('has one value for each of the last fifteen minutes, holes as null', () => {
    const rate = (acceptedPerSecond: number) => facts([stage('ingest', { rates: { acceptedPerSecond } })])
    const minutes: PipelineMinute[] = [
      { at: '2026-05-01T18:54:00.000Z', facts: rate(1) },
      { at: '2026-05-01T18:55:00.000Z', facts: rate(2) },
      { at: '2026-05-01T19:09:00.000Z', facts: rate(9) },
    ]
    const overview = overviewOf(at, rate(10), minutes)
    const edge = overview.edges.find(({ id }) => id === 'ingest.log')
    expect(overview.trendMinutes).toHaveLength(trendMinutes)
    expect(overview.trendMinutes[0]).toBe('2026-05-01T18:55:00.000Z')
    expect(edge?.ratePerSecond).toBe(10)
    expect(edge?.trend.ratePerSecond).toEqual([2, ...new Array(13).fill(null), 9])
  })
})
