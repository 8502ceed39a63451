import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { newSecret, signedHeaders } from '../apps/ingest/src/testing/sign.ts'
import { freePort } from '../tooling/stack/service-process.ts'
import { startTestPooler, type TestPooler } from '../tooling/test/testing/test-pooler.ts'

let test: TestDatabase
let pooler: Record<'session' | 'transaction', TestPooler>
beforeAll(async () => {
  test = await createTestDatabase()
  const [session, transaction] = await Promise.all([
    startTestPooler({ poolMode: 'session', poolSize: 40 }),
    startTestPooler({ poolMode: 'transaction' }),
  ])
  pooler = { session, transaction }
})
afterAll(async () => {
  await Promise.all(Object.values(pooler).map(each => each.stop()))
  await test.drop()
})

async function run(app: string, env: Record<string, string>) {
  const port = await freePort()
  const data = mkdtempSync(join(tmpdir(), 'pooler-'))
  const main = new URL(`../apps/${app}/src/main.ts`, import.meta.url).pathname
  const base = { PATH: process.env.PATH, PORT: String(port), TOUCHLINE_DATA: data }
  const child = spawn(process.execPath, [main], { env: { ...base, ...env } })
  onTestFinished(() => {
    child.kill('SIGKILL')
    rmSync(data, { recursive: true })
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', text => (output += text))
  const exited = new Promise<number | null>(resolve => child.on('exit', resolve))
  return { port, exited, output: () => output }
}

const patience = { timeout: 20_000, interval: 200 }
const readiness = (port: number) =>
  fetch(`http://127.0.0.1:${port}/health/ready`).then(
    ready => ready.status,
    (error: Error) => error.message,
  )

function settingsOfRole(url: string): string {
  const role = `alter role postgres in database ${new URL(url).pathname.slice(1)} set`
  const limits = ["lock_timeout = '30s'", "statement_timeout = '60s'"]
  const others = ["idle_in_transaction_session_timeout = '60s'", `"TimeZone" = 'UTC'`]
  return [...limits, ...others].map(setting => `${role} ${setting}`).join(';')
}

const secret = newSecret()
const webhook = (index: number) =>
  JSON.stringify({
    ...{ matchId: `pooled-${index % 3}`, sourceEventId: `e${index}`, type: 'pass-made' },
    ...{ occurredAt: new Date().toISOString(), payload: { team: 'home' } },
  })

it('carries events from ingest to the database in transaction mode, with LISTEN by the direct address', async () => {
  // Its role has what the other test's must lack.
  const own = await createTestDatabase()
  onTestFinished(own.drop)
  await own.database.pool.query(settingsOfRole(own.url))
  const transaction = await startTestPooler({ poolMode: 'transaction' })
  onTestFinished(() => transaction.stop())
  const env = {
    ...{ DATABASE_URL: transaction.pooled(own.url), DATABASE_DIRECT_URL: own.url },
    ...{ DATABASE_PREPARED_STATEMENTS: 'off', DATABASE_LOG_CONNECTIONS: '4' },
    BROADCAST_PARTNERS: JSON.stringify({ acme: { secrets: [secret] } }),
  }
  const [ingest, processor] = [await run('ingest', env), await run('processor', env)]
  for (const app of [ingest, processor])
    await vi.waitFor(async () => expect(await readiness(app.port), app.output()).toBe(200), patience)
  const sent = await Promise.all(
    Array.from({ length: 60 }, (_, index) => {
      const body = webhook(index)
      const to = `http://127.0.0.1:${ingest.port}/webhooks/broadcast/acme`
      return fetch(to, { method: 'POST', body, headers: signedHeaders(secret, body) })
    }),
  )
  expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([202]))
  const stored = () => own.database.prisma.matchEvent.count()
  await vi.waitFor(async () => expect(await stored(), processor.output()).toBe(60), patience)
  expect(readFileSync(transaction.logFile, 'utf8')).not.toMatch(/prepared statement|unsupported/)
})

describe.each([
  { app: 'processor', own: {} },
  { app: 'gateway', own: {} },
  { app: 'gateway', own: { WORKERS: '2' } },
  { app: 'ingest', own: {} },
])('$app $own', ({ app, own }) => {
  it('starts behind a pooler in session mode with nothing else set', async () => {
    const { port, output } = await run(app, { ...own, DATABASE_URL: pooler.session.pooled(test.url) })
    const status = () =>
      fetch(`http://127.0.0.1:${port}/health/ready`).then(
        ready => ready.status,
        (error: Error) => error.message,
      )
    await vi.waitFor(async () => expect(await status(), output()).toBe(200), {
      timeout: 20_000,
      interval: 200,
    })
  })

  it('refuses one in transaction mode in words, and shows no secret', async () => {
    const url = pooler.transaction.pooled(test.url)
    const named = await run(app, { ...own, DATABASE_URL: url })
    expect(await named.exited).toBe(1)
    expect(named.output()).toContain('set DATABASE_PREPARED_STATEMENTS=off')
    const unset = await run(app, { ...own, DATABASE_URL: url, DATABASE_PREPARED_STATEMENTS: 'off' })
    expect(await unset.exited).toBe(1)
    expect(unset.output()).toContain('settings must come from the role')
    for (const { output } of [named, unset]) expect(output()).not.toContain(`:${new URL(url).password}@`)
  })
})
