import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './index.ts'

let dataDir: string
const running: EmbeddedPostgres[] = []
const start = async () => {
  const server = await startEmbeddedPostgres({ dataDir })
  running.push(server)
  return server
}
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'touchline-embedded-'))
  await chmod(dataDir, 0o755)
})
afterEach(async () => {
  await Promise.all(running.splice(0).map(server => server.stop()))
  await rm(dataDir, { recursive: true, force: true })
})

async function on(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client.query(sql).then(({ rows }) => client.end().then(() => rows))
}

it('finds its data again, and takes over a folder on which a server was left running', async () => {
  const first = await start()
  await on(first.url, 'create table kept as select 1 as n')
  const second = await start()
  expect(await on(second.url, 'select n from kept')).toEqual([{ n: 1 }])
  await second.stop()
  const third = await start()
  expect(await on(third.url, 'select n from kept')).toEqual([{ n: 1 }])
})

it('says so where the data is damaged, and deletes nothing', async () => {
  const first = await start()
  await on(first.url, 'create table kept as select 1 as n')
  await first.stop()
  const version = join(dataDir, 'cluster', 'PG_VERSION')
  await rm(version)
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/can't start on .*Restore a backup/)
  await writeFile(version, '18\n')
  const again = await start()
  expect(await on(again.url, 'select n from kept')).toEqual([{ n: 1 }])
})
