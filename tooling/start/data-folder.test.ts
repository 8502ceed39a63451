import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkDataFolder } from './data-folder.mjs'
import { checkDatabases, clearLeftovers, databaseFolders, rememberRun } from './leftovers.mjs'
import { openLogFile } from './log-file.mjs'
import { ensurePartners, secretOf } from './partners.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'touchline-data-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function database(files: Readonly<Record<string, string>>): string {
  const cluster = join(folder, 'postgres/cluster')
  for (const name of ['global', 'pg_wal', 'base']) mkdirSync(join(cluster, name), { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cluster, name), text)
  return cluster
}
const whole = { PG_VERSION: '18\n', 'global/pg_control': 'x' }

test('a data folder is made; one that cannot be made is told plainly', () => {
  checkDataFolder(join(folder, 'a/b'))
  expect(existsSync(join(folder, 'a/b'))).toBe(true)
  writeFileSync(join(folder, 'file'), '')
  expect(() => checkDataFolder(join(folder, 'file/b'))).toThrow('part of its path is a file')
  expect(() => checkDataFolder('/proc/touchline')).toThrow('The data folder /proc/touchline')
})

test('a whole database passes, and none at all', () => {
  expect(() => checkDatabases(folder)).not.toThrow()
  const cluster = database(whole)
  expect(databaseFolders(folder)).toEqual([cluster])
  expect(() => checkDatabases(folder)).not.toThrow()
})

test.each([
  [{ 'global/pg_control': 'x' }, 'is damaged'],
  [{ PG_VERSION: '\u0000\u0001', 'global/pg_control': 'x' }, 'is damaged'],
  [{ PG_VERSION: '17', 'global/pg_control': 'x' }, 'belongs to PostgreSQL 17'],
  [{ PG_VERSION: '18' }, 'global/pg_control is missing'],
])('a database of %j %s', (files, message) => {
  database(files)
  expect(() => checkDatabases(folder)).toThrow(message)
})

test('a second start on the same folder is refused while the first runs', async () => {
  rememberRun(folder, [])
  await expect(clearLeftovers(folder)).rejects.toThrow(`already runs on ${folder} (process ${process.pid})`)
})

test('partners are made once, for the owner alone, each with a secret of its own', () => {
  const first = ensurePartners(folder)
  expect(statSync(first.file).mode & 0o777).toBe(0o600)
  expect(ensurePartners(folder)).toEqual(first)
  const [replay, simulator] = ['replay', 'simulator'].map(name => secretOf(first.file, first.partners, name))
  expect(replay).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  expect(replay).not.toBe(simulator)
  writeFileSync(first.file, '{')
  expect(() => ensurePartners(folder)).toThrow('not readable as JSON')
})

test('a log begins anew at each start and keeps three older ones', () => {
  const path = join(folder, 'logs/web.log')
  for (const text of ['1', '2', '3', '4', '5']) {
    const log = openLogFile(path)
    log.write(text)
    log.close()
  }
  expect(['', '.1', '.2', '.3'].map(end => readFileSync(`${path}${end}`, 'utf8'))).toEqual([
    '5',
    '4',
    '3',
    '2',
  ])
  expect(existsSync(`${path}.4`)).toBe(false)
})
