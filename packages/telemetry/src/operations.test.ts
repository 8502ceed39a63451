import { expect, it } from 'vitest'
import { advisoryCheck, conditionCheck, lagCheck, poolCheck } from './health-checks.ts'
import { createLogger } from './logger.ts'
import { createMetrics } from './metrics.ts'
import { createOperations, type OperationsOptions } from './operations.ts'
import { answerOps, isOpsPath } from './ops-answers.ts'

/** Asks with all detail. */
function host(options: Partial<OperationsOptions>) {
  let now = 0
  const operations = createOperations({
    logger: createLogger({ service: 'test', level: 'silent' }),
    metrics: createMetrics('test'),
    schema: 'none',
    ready: [],
    started: () => true,
    // Each question a second after the last.
    nowMs: () => (now += 1_000),
    ...options,
  })
  const ask = async (path: string) => {
    const answer = isOpsPath(path) ? await answerOps(operations, path, 'all') : undefined
    if (!answer) throw new Error(`nothing is at ${path}`)
    const { status, body, contentType } = answer
    return { status, body: contentType.startsWith('application/json') ? JSON.parse(body) : body }
  }
  return Object.assign(ask, { operations })
}

it('is live unless told that it is stuck, and says where', async () => {
  expect((await host({})('/health/live')).status).toBe(200)
  const stalled = [{ topic: 'sensor-events', partition: 3, lagRecords: 9, idleSeconds: 31 }]
  const answer = await host({ live: () => ({ ok: false, stalled }) })('/health/live')
  expect(answer).toEqual({ status: 503, body: { ok: false, stalled } })
})

it('warns of a pool in use without failing, and fails for what fails', async () => {
  const pool = poolCheck(() => ({ used: 8, max: 10, waiting: 2 }))
  const warned = await host({ ready: [pool] })('/health/ready')
  expect(warned.status).toBe(200)
  expect(warned.body).toMatchObject({
    ok: true,
    checks: [{ name: 'pool', outcome: 'warn', warning: '8 of 10 connections in use, 2 callers waiting' }],
  })
  const calm = await host({ ready: [poolCheck(() => ({ used: 7, max: 10, waiting: 0 }))] })('/health/ready')
  expect(calm.body).toMatchObject({ checks: [{ outcome: 'ok' }] })
  const late = await host({ ready: [pool, lagCheck({ readSeconds: () => 31 })] })('/health/ready')
  expect(late.status).toBe(503)
  expect(late.body).toMatchObject({
    ok: false,
    checks: [{ outcome: 'warn' }, { name: 'lag', outcome: 'fail' }],
  })
})

it('makes a warning of what can be done without for a while', async () => {
  const state = { away: true }
  const broadcast = {
    name: 'broadcast',
    check: async () => {
      if (state.away) throw new Error('down')
    },
  }
  const ask = host({ ready: [advisoryCheck(broadcast)] })
  expect(await ask('/health/ready')).toMatchObject({ status: 200, body: { checks: [{ outcome: 'warn' }] } })
  state.away = false
  expect(await ask('/health/ready')).toMatchObject({ status: 200, body: { checks: [{ outcome: 'ok' }] } })
})

it('says what is degraded, and stays in rotation', async () => {
  const parked = { name: 'parked-matches', check: async () => {}, degraded: () => 'derby-1 for 31 s' }
  expect(await host({ ready: [parked] })('/health/ready')).toMatchObject({
    status: 200,
    body: { ok: true, checks: [{ ok: false, outcome: 'warn', warning: 'derby-1 for 31 s' }] },
  })
})

it('holds lag against its limit, and not knowing it counts as a failure', async () => {
  const statusAt = async (seconds: number | undefined, limitSeconds?: number) => {
    const limit = limitSeconds === undefined ? {} : { limitSeconds }
    return (await host({ ready: [lagCheck({ readSeconds: () => seconds, ...limit })] })('/health/ready'))
      .status
  }
  expect(await statusAt(30)).toBe(200)
  expect(await statusAt(31)).toBe(503)
  expect(await statusAt(31, 60)).toBe(200)
  expect(await statusAt(undefined)).toBe(503)
})

it('has started once everything held at once, and stays so', async () => {
  const state = { started: false, schema: false, asked: 0 }
  const startup = [
    conditionCheck(
      'schema',
      () => {
        state.asked++
        return state.schema
      },
      'not migrated',
    ),
  ]
  const ask = host({ started: () => state.started, startup })
  const status = async () => (await ask('/health/startup')).status
  expect(await status()).toBe(503)
  state.started = true
  expect(await status()).toBe(503)
  state.schema = true
  expect(await status()).toBe(200)
  state.schema = false
  expect(await status()).toBe(200)
  expect(state.asked).toBe(2)
})

it('asks what it needs at most once a second, however many ask, and writes its metrics as seldom', async () => {
  const asked = { ready: 0, startup: 0, metrics: 0 }
  const at = { ms: 0 }
  const metrics = createMetrics('test')
  metrics.gauge('touchline_test', 'Counts how often it is read', () => ++asked.metrics)
  const counting = (name: 'ready' | 'startup') => ({ name, check: async () => void asked[name]++ })
  const options = { ready: [counting('ready')], startup: [counting('startup')], metrics }
  const ask = host({ ...options, nowMs: () => at.ms })
  const paths = ['/health/ready', '/health/startup', '/metrics']
  const askAll = (times: number) =>
    Promise.all(Array.from({ length: times }, () => paths.map(path => ask(path))).flat())
  await askAll(500)
  at.ms = 999
  for (const { body } of await askAll(500)) expect(body).toBeDefined()
  expect(asked).toEqual({ ready: 1, startup: 1, metrics: 1 })
  at.ms = 1_000
  await askAll(1)
  expect(asked).toEqual({ ready: 2, startup: 1, metrics: 2 })
})

it('asks at most once a second what it has not started for', async () => {
  let count = 0
  const failing = conditionCheck('never', () => ++count < 0, 'never')
  const ask = host({ startup: [failing], nowMs: () => 0 })
  await Promise.all(Array.from({ length: 500 }, () => [ask('/health/startup'), ask('/health/ready')]).flat())
  expect(count).toBe(1)
})

it('is ready only once it has started with a schema that it can use, and while that holds', async () => {
  const state = { started: false, schema: true, cache: false }
  const schema = conditionCheck('schema', () => state.schema, 'not migrated')
  const startup = [conditionCheck('cache', () => state.cache, 'cold')]
  const ask = host({ started: () => state.started, schema, startup })
  const statuses = async () =>
    [(await ask('/health/startup')).status, (await ask('/health/ready')).status] as const
  expect(await statuses()).toEqual([503, 503])
  state.started = true
  expect(await statuses()).toEqual([503, 503])
  Object.assign(state, { schema: false, cache: true })
  expect(await statuses()).toEqual([503, 503])
  expect((await ask('/health/ready')).body.checks).toMatchObject([{ name: 'schema', outcome: 'fail' }, {}])
  state.schema = true
  expect(await statuses()).toEqual([200, 200])
  state.schema = false
  expect(await statuses()).toEqual([200, 503])
})

it('is not ready from when it leaves, and lives on', async () => {
  const ask = host({})
  expect((await ask('/health/ready')).status).toBe(200)
  ask.operations.leave()
  expect(await ask('/health/ready')).toMatchObject({ status: 503, body: { checks: [{ name: 'leaving' }] } })
  expect((await ask('/health/live')).status).toBe(200)
})
