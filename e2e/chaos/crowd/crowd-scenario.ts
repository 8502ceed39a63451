import type { Course } from '../run/verdict.ts'
import type { Target } from '../scenarios/scenario.ts'
import { type CrowdHouse, startCrowdHouse } from './crowd-house.ts'
import type { CrowdFigures } from './crowd-worker.ts'

export interface CrowdOptions {
  readonly seed: number
  readonly sockets: number
  readonly seconds: number
  readonly eventsPerSecond: number
}

/** One act of breaking things under a crowd on sockets. */
export interface CrowdScenario {
  readonly name: string
  readonly summary: string
  readonly defaults: Omit<CrowdOptions, 'seed'>
  readonly gateways: number
  play(scene: CrowdScene): Promise<Target[]>
}

export interface CrowdScene extends Course {
  readonly house: CrowdHouse
  readonly options: CrowdOptions
}

export interface CrowdReport {
  readonly name: string
  readonly options: CrowdOptions
  readonly targets: readonly Target[]
  readonly tookSeconds: number
  readonly ok: boolean
}

export async function playCrowdScenario(
  scenario: CrowdScenario,
  options: CrowdOptions,
  course: Course,
): Promise<CrowdReport> {
  const startedMs = Date.now()
  course.say(`${scenario.name}: starting ${scenario.gateways} gateways, PostgreSQL and Redis`)
  const house = await startCrowdHouse(scenario.gateways)
  try {
    const targets = await scenario.play({ ...course, house, options })
    const tookSeconds = Math.round((Date.now() - startedMs) / 1_000)
    return { name: scenario.name, options, targets, tookSeconds, ok: targets.every(target => target.ok) }
  } finally {
    await house.stop()
  }
}

export function crowdAsText({ name, options, targets, tookSeconds, ok }: CrowdReport): string {
  const { sockets, eventsPerSecond } = options
  return [
    `${name}: ${sockets} sockets, ${eventsPerSecond} events/s, ${tookSeconds} s`,
    ...targets.map(target => `  ${target.ok ? 'yes' : 'NO '}  ${target.name}: ${target.figure}`),
    ok ? 'PASSED' : 'FAILED',
    '',
  ].join('\n')
}

const reachWithinMs = 30_000

export const figuresOf = (house: CrowdHouse): Promise<CrowdFigures> => house.crowd.ask({ kind: 'figures' })

/** Whether every fan had every position once and in order, up to the heads as they are now. */
export async function completeness({ feeder, crowd }: CrowdHouse): Promise<Target[]> {
  const heads = feeder.heads()
  const behind = await crowd.ask<number>({ kind: 'reach', heads, withinMs: reachWithinMs }, 60_000)
  const { coverage, errors } = await crowd.ask<CrowdFigures>({ kind: 'figures' })
  const { lost, twice, outOfOrder, resets, events, skipped, gaps, overlapped } = coverage
  const none = (name: string, count: number) => ({ name, figure: String(count), ok: count === 0 })
  return [
    none('lost', lost),
    none('twice', twice),
    none('out of order', outOfOrder),
    none('begun anew', resets),
    none('fans who did not reach the end', behind),
    {
      name: 'refused subscriptions',
      figure: `${errors.length}${errors[0] ? `, such as ${errors[0].slice(0, 200)}` : ''}`,
      ok: errors.length === 0,
    },
    {
      name: 'delivered',
      figure: `${events} events; ${skipped} positions skipped, ${gaps} in gaps; ${overlapped} came by two connections`,
      ok: events > 0,
    },
  ]
}
