import type { ServiceName } from '../stack/env.ts'
import type { Program } from '../stack/programs.ts'
import {
  browserProgram,
  opensslProgram,
  poolerProgram,
  proxyPrograms,
  stackPrograms,
} from '../stack/programs.ts'

/** One project of vitest.config.ts, with what must be there before it runs. */
export interface Step {
  readonly name: string
  readonly says: string
  readonly services: readonly ServiceName[]
  readonly programs: readonly Program[]
  readonly needsWeb: boolean
  readonly timeoutMs: number
}

const minuteMs = 60_000
const [redisServer, java, maven] = stackPrograms as [Program, Program, Program]
const none = { services: [], programs: [], needsWeb: false } as const

/** In the order in which they run, after the checks of `npm run verify`. */
export const steps: readonly Step[] = [
  { ...none, name: 'unit', says: 'rules and parts, no service', timeoutMs: 10 * minuteMs },
  {
    ...none,
    name: 'pg',
    says: 'on PostgreSQL and PgBouncer',
    services: ['postgres'],
    programs: [poolerProgram, opensslProgram],
    timeoutMs: 20 * minuteMs,
  },
  {
    ...none,
    name: 'kafka',
    says: 'on Kafka',
    services: ['kafka'],
    programs: [java, maven, opensslProgram],
    timeoutMs: 10 * minuteMs,
  },
  {
    ...none,
    name: 'redis',
    says: 'on Redis and a Redis Cluster',
    services: ['redis'],
    programs: [redisServer, opensslProgram],
    timeoutMs: 10 * minuteMs,
  },
  {
    ...none,
    name: 'opensearch',
    says: 'on OpenSearch and PostgreSQL',
    services: ['postgres'],
    programs: [java, maven],
    timeoutMs: 10 * minuteMs,
  },
  {
    name: 'e2e',
    says: 'journeys through whole houses, in Chromium too',
    services: [],
    programs: [...stackPrograms, ...proxyPrograms, browserProgram],
    needsWeb: true,
    timeoutMs: 40 * minuteMs,
  },
]
export const verifyStep = 'verify'
export const stepNames: readonly string[] = [verifyStep, ...steps.map(({ name }) => name)]
