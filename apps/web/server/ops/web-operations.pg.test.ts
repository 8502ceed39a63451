import { createTestDatabase } from '@touchline/db/testing'
import { createLogger } from '@touchline/telemetry'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createWebOperations } from './web-operations.ts'

const logger = createLogger({ service: 'web', level: 'silent' })

it('is ready with a gateway, and with a database that sign-in and console can use', async () => {
  const test = await createTestDatabase()
  onTestFinished(test.drop)
  const state = { url: undefined as string | undefined, isGatewayUp: true }
  const operations = createWebOperations({
    logger,
    database: () => {
      if (!state.url) throw new Error('its file is not there yet')
      return { url: state.url, directUrl: state.url, preparedStatements: true, maxConnections: 2 }
    },
    isGatewayReachable: async () => state.isGatewayUp,
  })
  const becomes = (ok: boolean) =>
    vi.waitFor(async () => expect(await operations.ready()).toMatchObject({ ok }), 5_000)
  await becomes(false)
  state.url = test.url
  await becomes(true)
  state.isGatewayUp = false
  await becomes(false)
  state.isGatewayUp = true
  await becomes(true)
  await test.database.pool.query('drop table _prisma_migrations')
  await becomes(false)
})

it('says so where nobody can sign in, and serves the pages', async () => {
  const operations = createWebOperations({
    logger,
    database: () => undefined,
    isGatewayReachable: async () => true,
  })
  expect(await operations.ready()).toMatchObject({
    ok: true,
    checks: [{ outcome: 'warn' }, { outcome: 'ok' }],
  })
  expect(await operations.exposition()).toMatch(/^touchline_web_gateway_reachable\{?.* 1/m)
})
