import { chmodSync, chownSync } from 'node:fs'
import { join } from 'node:path'
import { databaseUrlSetting } from '@touchline/contracts/database'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { type RunningPostgres, startPostgres } from '../../../../tooling/stack/postgres.ts'
import { freePort } from '../../../../tooling/stack/service-process.ts'
import { temporaryFolder } from '../../../../tooling/test/temporary-folder.ts'
import { createCertificates } from '../../../streams/src/kafka/testing/certificates.ts'
import { createDatabase } from '../database.ts'

const folder = temporaryFolder('sslmode')
const authority = createCertificates(folder.path)
let server: RunningPostgres
beforeAll(async () => {
  // Good for another name than the one that it is reached by.
  const { certFile, keyFile } = authority.issue('db', 'DNS:db.example')
  chmodSync(keyFile, 0o600)
  if (process.getuid?.() === 0) chownSync(keyFile, 65_534, 65_534)
  server = await startPostgres({
    ...{ dataDir: join(folder.path, 'data'), port: await freePort() },
    settings: { ssl: 'on', ssl_cert_file: certFile, ssl_key_file: keyFile, fsync: 'off' },
  })
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

async function isEncrypted(query: string): Promise<boolean | undefined> {
  const url = databaseUrlSetting().parse(server.url + query)
  const database = createDatabase({ url, applicationName: 'sslmode' })
  onTestFinished(() => database.close())
  const { rows } = await database.pool.query<{ ssl: boolean }>(
    'select ssl from pg_stat_ssl where pid = pg_backend_pid()',
  )
  return rows[0]?.ssl
}
const rootcert = () => `sslrootcert=${encodeURIComponent(authority.caFile)}`

it('encrypts as libpq does: require asks for no certificate, verify-ca for no name', async () => {
  expect(await isEncrypted('')).toBe(false)
  expect(await isEncrypted('?sslmode=disable')).toBe(false)
  expect(await isEncrypted('?sslmode=require')).toBe(true)
  expect(await isEncrypted(`?sslmode=require&${rootcert()}`)).toBe(true)
  expect(await isEncrypted(`?sslmode=verify-ca&${rootcert()}`)).toBe(true)
})

it('refuses a certificate of another authority, and with verify-full another name', async () => {
  const others = temporaryFolder('sslmode-others')
  onTestFinished(() => others.remove())
  const other = encodeURIComponent(createCertificates(others.path).caFile)
  await expect(isEncrypted(`?sslmode=require&sslrootcert=${other}`)).rejects.toThrow('certificate')
  await expect(isEncrypted(`?sslmode=verify-ca&sslrootcert=${other}`)).rejects.toThrow('certificate')
  await expect(isEncrypted(`?sslmode=verify-full&${rootcert()}`)).rejects.toThrow(
    "does not match certificate's",
  )
})
