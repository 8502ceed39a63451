import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { series, until } from '../contract/event-log-harness.ts'
import { LogOfAnotherSystem, LogUnavailable } from '../event-log.ts'
import { adoptLog } from '../log-owner.ts'
import { openEventLog, openSystemLog } from './index.ts'

const brokers = (process.env.TOUCHLINE_TEST_KAFKA_BROKERS ?? '').split(',')
const kafka = () => ({ brokers, prefix: `${randomUUID().slice(0, 8)}.` })
type Where = ReturnType<typeof kafka>
const open = (where: Where, systemId: () => Promise<string | undefined>, errors: unknown[] = []) =>
  openEventLog({ kafka: where, systemId, clientId: 'owned', onError: error => errors.push(error) })

test('a second system is refused, until it has a prefix of its own or adopts the log', async () => {
  const where = kafka()
  const ours = await open(where, async () => 'ours')
  await ours.append('events', series('k', 1))
  await ours.close()
  await (await open(where, async () => 'ours')).close()

  const refused = open(where, async () => 'theirs')
  await expect(refused).rejects.toThrow(LogOfAnotherSystem)
  await expect(refused).rejects.toThrow(
    /belongs to the system ours, .* theirs: set KAFKA_PREFIX .* npm run log/,
  )
  await (await open({ ...where, prefix: `${where.prefix}b.` }, async () => 'theirs')).close()

  const system = await openSystemLog(where, 'adopt')
  expect(await adoptLog(system, 'theirs')).toBe('ours')
  await system.close()
  await (await open(where, async () => 'theirs')).close()
  await expect(open(where, async () => 'ours')).rejects.toThrow(LogOfAnotherSystem)
})

test('systems that come at once to an empty log: one has it, the other is refused', async () => {
  const where = kafka()
  const outcomes = await Promise.allSettled(['a', 'b'].map(id => open(where, async () => id)))
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  for (const outcome of outcomes) if (outcome.status === 'fulfilled') await outcome.value.close()
})

test('a database that is away keeps nothing out; once it is back, the log is compared', {
  timeout: 30_000,
}, async () => {
  const where = kafka()
  await (await open(where, async () => 'ours')).close()
  let isAway = true
  const errors: unknown[] = []
  const log = await open(where, async () => (isAway ? Promise.reject(new Error('away')) : 'theirs'), errors)
  await log.append('events', series('k', 1))
  expect(errors.map(String)).toEqual(['Error: away'])
  const joining = () => log.consume({ group: 'g', topics: ['events'], handler: async () => 0n })
  await expect(joining()).rejects.toThrow(LogUnavailable)
  isAway = false
  await expect(joining()).rejects.toThrow(LogOfAnotherSystem)
  await until(() => expect(log.append('events', series('k', 1))).rejects.toThrow(LogOfAnotherSystem))
  await log.close()
})
