import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkDataFolder, claimFolder } from './data-folder.mjs'
import { keepSecrets } from './door.mjs'
import { checkDatabases, clearLeftovers, databaseFolders, rememberRun } from './leftovers.mjs'
import { openLogFile } from './log-file.mjs'
import { refuseForeignFolder } from './own-folder.mjs'
import { ensurePartners, partnersEnv, secretOf } from './partners.mjs'

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

describe('a data folder that is named by mistake', () => {
  const seen = () => [statSync(folder).mode, statSync(folder).gid, readdirSync(folder)]

  test.each([
    ['that others use', 0o755, { 'index.html': 'theirs' }],
    ['that others use and that all may write', 0o1777, { 'index.html': 'theirs' }],
    ['of logs', 0o755, { 'logs/app.log': 'theirs' }],
    ['for temporary files, empty', 0o1777, {}],
    ['for temporary files, with something of ours', 0o1777, { 'auth-secret': 'ours' }],
  ])('%s is refused, and stays as it was', (_, mode, files) => {
    mkdirSync(join(folder, 'logs'))
    if (!('logs/app.log' in files)) rmSync(join(folder, 'logs'), { recursive: true })
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    chmodSync(folder, mode)
    const before = seen()
    expect(() => checkDataFolder(folder)).toThrow('nothing was changed there')
    expect(() => claimFolder(folder)).toThrow('nothing was changed there')
    expect(seen()).toEqual(before)
  })

  test('/tmp and / are refused by a check that only looks', () => {
    for (const one of ['/tmp', '/'])
      expect(() => refuseForeignFolder(one)).toThrow('nothing was changed there')
  })

  test.each([
    ['auth-secret'],
    ['partners.json'],
    ['fan-keys/api-key-pepper'],
    ['postgres/cluster/PG_VERSION'],
  ])('but that of an earlier version, by its %s, is ours', file => {
    mkdirSync(join(folder, file, '..'), { recursive: true })
    writeFileSync(join(folder, file), 'x')
    expect(() => checkDataFolder(folder)).not.toThrow()
  })

  test('and so is all that stands in the default one, such as what a test run left behind', () => {
    const left = join(folder, '.touchline/test')
    mkdirSync(join(left, 'reports'), { recursive: true })
    expect(() => checkDataFolder(left)).not.toThrow()
    expect(() => checkDataFolder(join(folder, '.touchline'))).not.toThrow()
  })

  test('an empty one becomes ours, stays it, and so do folders in it', () => {
    checkDataFolder(folder)
    writeFileSync(join(folder, 'anything'), '')
    expect(() => checkDataFolder(folder)).not.toThrow()
    mkdirSync(join(folder, 'cluster/logs'), { recursive: true })
    expect(() => checkDataFolder(join(folder, 'cluster'))).not.toThrow()
  })
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

describe('folders and files of the data folder', () => {
  const modeOf = (path: string) => statSync(path).mode & 0o777
  /** Root's is 0710 for PostgreSQL's group; see data-folder.mjs. */
  const closed = process.getuid?.() === 0 ? 0o710 : 0o700
  let umask: number
  beforeEach(() => {
    umask = process.umask(0)
  })
  afterEach(() => void process.umask(umask))

  test('are for this user alone where the umask forbids nothing', () => {
    const data = join(folder, 'data')
    checkDataFolder(data)
    openLogFile(join(data, 'logs', 'web.log')).close()
    ensurePartners(data)
    rememberRun(data, [])
    keepSecrets(data, () => false)
    expect(modeOf(data)).toBe(closed)
    expect(modeOf(join(data, 'logs'))).toBe(0o700)
    expect(modeOf(join(data, 'fan-keys'))).toBe(0o700)
    const files = ['logs/web.log', 'partners.json', 'run.json', 'auth-secret', 'fan-keys/api-key-pepper']
    expect(files.map(file => modeOf(join(data, file)))).toEqual(files.map(() => 0o600))
  })

  test('made for a log leave those above them open to pass, whatever the umask', () => {
    process.umask(0o077)
    openLogFile(join(folder, 'project/.touchline/logs/test.log')).close()
    expect([modeOf(join(folder, 'project')), modeOf(join(folder, 'project/.touchline'))]).toEqual([
      0o755, 0o755,
    ])
    expect(modeOf(join(folder, 'project/.touchline/logs'))).toBe(0o700)
  })

  test('are closed at the next start where they stood open', () => {
    const data = join(folder, 'data')
    mkdirSync(join(data, 'logs'), { recursive: true, mode: 0o777 })
    for (const file of ['logs/web.log', 'logs/web.log.1', 'partners.json', 'auth-secret'])
      writeFileSync(join(data, file), '{"simulator":{"secrets":["x"]}}', { mode: 0o666 })
    checkDataFolder(data)
    openLogFile(join(data, 'logs', 'web.log')).close()
    ensurePartners(data)
    keepSecrets(data, () => false)
    expect([modeOf(data), modeOf(join(data, 'logs'))]).toEqual([closed, 0o700])
    const files = ['logs/web.log', 'logs/web.log.1', 'logs/web.log.2', 'partners.json', 'auth-secret']
    expect(files.map(file => modeOf(join(data, file)))).toEqual(files.map(() => 0o600))
  })
})

describe('the partners that a start is given', () => {
  const settings = () => ({ dataDir: folder, simulate: true })
  const acme = { secrets: ['whsec_YWNtZQ=='] }

  test('are those of the environment, and the data folder keeps none of its own', () => {
    const env = partnersEnv(settings(), { BROADCAST_PARTNERS: JSON.stringify({ acme }) })
    const told = JSON.parse(env.BROADCAST_PARTNERS ?? '') as Record<string, { secrets: string[] }>
    expect(told.acme).toEqual(acme)
    expect(told.simulator?.secrets).toEqual([env.SIMULATOR_SECRET])
    expect(existsSync(join(folder, 'partners.json'))).toBe(false)
    const alone = partnersEnv(
      { ...settings(), simulate: false },
      { BROADCAST_PARTNERS: JSON.stringify({ acme }) },
    )
    expect(JSON.parse(alone.BROADCAST_PARTNERS ?? '')).toEqual({ acme })
  })

  test('may stand in a file, and are told by value: no service sees the setting twice', () => {
    const path = join(folder, 'mine.json')
    writeFileSync(path, `${JSON.stringify({ acme, simulator: acme })}\n`)
    const env = partnersEnv(settings(), { BROADCAST_PARTNERS_FILE: path })
    expect(env).toEqual({
      BROADCAST_PARTNERS: JSON.stringify({ acme, simulator: acme }),
      BROADCAST_PARTNERS_FILE: '',
      SIMULATOR_SECRET: acme.secrets[0],
      SIMULATOR_SECRET_FILE: '',
    })
    expect(partnersEnv(settings(), {})).toMatchObject({
      BROADCAST_PARTNERS_FILE: join(folder, 'partners.json'),
    })
  })

  test('are refused in plain words, and without a secret, where they make no sense', () => {
    const both = { BROADCAST_PARTNERS: '{}', BROADCAST_PARTNERS_FILE: '/x' }
    expect(() => partnersEnv(settings(), both)).toThrow(
      'BROADCAST_PARTNERS and BROADCAST_PARTNERS_FILE are both set',
    )
    const missing = { BROADCAST_PARTNERS_FILE: '/nowhere/at/all' }
    expect(() => partnersEnv(settings(), missing)).toThrow('names /nowhere/at/all')
    for (const BROADCAST_PARTNERS of ['{whsec_x', '["whsec_x"]', 'null'])
      expect(() => partnersEnv(settings(), { BROADCAST_PARTNERS })).toThrow(
        /^BROADCAST_PARTNERS is not a JSON object.$/,
      )
  })
})
