import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
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
  const own = { PATH: process.env.PATH, PORT: String(port), TOUCHLINE_DATA: data }
  const child = spawn(process.execPath, [main], { env: { ...own, ...env } })
  onTestFinished(() => {
    child.kill('SIGKILL')
    rmSync(data, { recursive: true })
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', text => (output += text))
  const exited = new Promise<number | null>(resolve => child.on('exit', resolve))
  return { port, exited, output: () => output }
}

describe.each(['processor', 'gateway', 'ingest'])('%s', app => {
  it('starts behind a pooler in session mode with nothing else set', async () => {
    const { port, output } = await run(app, { DATABASE_URL: pooler.session.pooled(test.url) })
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
    const named = await run(app, { DATABASE_URL: url })
    expect(await named.exited).toBe(1)
    expect(named.output()).toContain('set DATABASE_PREPARED_STATEMENTS=off')
    const unset = await run(app, { DATABASE_URL: url, DATABASE_PREPARED_STATEMENTS: 'off' })
    expect(await unset.exited).toBe(1)
    expect(unset.output()).toContain('settings must come from the role')
    for (const { output } of [named, unset]) expect(output()).not.toContain(`:${new URL(url).password}@`)
  })
})
