import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { buryLetters, createTestDatabase, deadLetter, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { runCommand, startCommand } from './testing/run-command.ts'

let test: TestDatabase
let folder: string
beforeAll(async () => {
  test = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'dlq-'))
})
afterAll(async () => {
  await test.drop()
  await rm(folder, { recursive: true })
})
beforeEach(() => test.database.pool.query('truncate reveals, dead_letters, replays restart identity cascade'))

const sql = (text: string) => test.database.pool.query(text)
const bury = (...letters: ReturnType<typeof deadLetter>[]) => buryLetters(test.database.pool, letters)
const env = () => ({ DATABASE_URL: test.url, TZ: 'Asia/Kolkata' })
const dlq = (...args: string[]) => runCommand('dlq', args, env())
const hostile = 'bad\u001b]0;owned\u0007 \u009b2J\u202eevil\nline'

/** Plays the processor: waits for the replay to be created, and settles its items. */
async function settle(id: number, outcome: string, state = 'finished') {
  await vi.waitFor(async () => expect(await test.database.prisma.replay.count({ where: { id } })).toBe(1), {
    timeout: 10_000,
  })
  await sql(`update replay_items set sent_at = now(), settled_at = now(), outcome = '${outcome}', error_code = 'unprocessable',
    fingerprint = 'f', message = 'the record failed' where replay_id = ${id}`)
  await sql(
    `update replays set state = '${state}', started_at = now(), stop_reason = 'too many failures' where id = ${id}`,
  )
}

describe('looking', () => {
  it('lists letters in 100 columns, times in the local zone, and nothing that drives the terminal', async () => {
    await bury(
      deadLetter({
        errorMessage: `expected ${hostile.repeat(20)}`,
        matchId: 'm'.repeat(64),
        errorCode: 'e'.repeat(64),
      }),
    )
    const { code, out } = await dlq('list')
    expect(code).toBe(0)
    expect(out).toContain('2026-05-02 00:30:00+05:30')
    expect(out).toContain('expected •')
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(Math.max(...out.split('\n').map(line => line.length))).toBeLessThanOrEqual(100)
  })

  it('filters by flags, and pages', async () => {
    await bury(deadLetter({ matchId: 'm1' }), deadLetter({ matchId: 'm2' }), deadLetter({ matchId: 'm2' }))
    const page = JSON.parse((await dlq('list', '--match', 'm2', '--limit', '1', '--json')).out)
    expect(page.items).toMatchObject([{ id: '3', matchId: 'm2' }])
    const rest = JSON.parse((await dlq('list', '--match', 'm2', '--after', page.next, '--json')).out)
    expect(rest).toMatchObject({ items: [{ id: '2' }], next: null })
    expect((await dlq('list', '--from', '1h')).out).toBe('no dead letters match\n')
    expect(
      (await dlq('list', '--state', 'dead', '--state', 'expired', '--text', 'EXPECTED number')).out,
    ).toMatch(/^ID/)
  })

  it('groups letters by what they died of', async () => {
    const shape = { payload: 'object', 'payload.team': 'number' }
    const wrong = { errorMessage: 'payload.team: expected string', shape, fingerprint: 'a'.repeat(32) }
    await bury(
      deadLetter(wrong),
      deadLetter(wrong),
      deadLetter({ errorCode: 'unavailable', errorMessage: hostile }),
    )
    const { out } = await dlq('groups')
    expect(out).toContain('2 × schema-mismatch at enrich, poison')
    expect(out).toContain('`payload.team` is a number in 2 of 2')
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(JSON.parse((await dlq('groups', '--json')).out).items).toHaveLength(2)
  })

  it('shows all of one letter, but no secret', async () => {
    await bury(
      deadLetter({
        headers: { 'webhook-signature': 'v1,topsecret' },
        raw: Buffer.from(`{"a":"${'\u009b'}2J"}`),
      }),
      deadLetter({ raw: Buffer.from([0xff, 0x1b]) }),
    )
    const { code, out } = await dlq('show', '1')
    expect(code).toBe(0)
    expect(out).toMatch(/because +schema-mismatch: payload\.•: expected number/)
    expect(out).not.toContain('2J')
    expect(out).toContain('never replayed')
    expect(out + (await dlq('show', '1', '--json')).out).not.toContain('topsecret')
    const revealed = async (id: string) => (await dlq('show', id, '--reveal', 'why not')).out
    expect(await revealed('1')).toContain('"a": "\\u{9b}2J"')
    expect(await revealed('1')).not.toContain('topsecret')
    expect((await dlq('show', '2', '--by', 'bob')).out).toContain(
      'raw, 2 bytes, hidden without --reveal: (root)',
    )
    expect(await revealed('2')).toContain(Buffer.from([0xff, 0x1b]).toString('base64'))
    expect(await dlq('show', '9')).toMatchObject({ code: 2, err: 'dlq: no such dead letter\n' })
  })
})

it('shows what is sensitive in a letter only to who says why', async () => {
  await bury(deadLetter({ raw: Buffer.from('{"author":"Fanny Fan"}') }))
  const hidden = await dlq('show', '1')
  expect(hidden.out).toMatch(/hidden without --reveal: •••• hidden/)
  expect(hidden.out).not.toContain('Fanny')
  expect((await dlq('show', '1', '--reveal', 'the fan asked', '--by', 'ann')).out).toContain('Fanny Fan')
  expect((await dlq('show', '1', '--by', 'bob')).out).not.toContain('Fanny')
})

describe('a replay', () => {
  it('is waited for, and succeeds where nothing died again', async () => {
    await bury(deadLetter(), deadLetter(), deadLetter({ matchId: 'm2' }))
    const [{ code, out, err }] = await Promise.all([
      dlq('replay', '--match', 'm1', '--reason', 'mended', '--rate', '7'),
      settle(1, 'recovered'),
    ])
    expect(err + out).toContain('replay 1: 2 letters')
    expect(out).toContain('outcomes: recovered 2')
    expect(code).toBe(0)
    expect(await test.database.prisma.replay.findFirst()).toMatchObject({
      mode: 'live',
      ratePerSecond: 7,
      canary: true,
      reason: 'mended',
      requestedBy: userInfo().username,
      query: { matchId: 'm1' },
    })
  })

  it('fails where something died again, would fail, or it was stopped', async () => {
    await bury(deadLetter(), deadLetter())
    const ran = async (id: number, outcome: string, state: string, ...args: string[]) => {
      const [{ code, out }] = await Promise.all([
        dlq('replay', '--id', '1', '--id', '2', '--reason', 'r', '--json', ...args),
        settle(id, outcome, state),
      ])
      return { code, replay: JSON.parse(out) }
    }
    expect(await ran(1, 'dead_again', 'finished', '--no-canary')).toMatchObject({
      code: 1,
      replay: { canary: false, failures: [{ letters: 2, fingerprint: 'f', message: 'the record failed' }] },
    })
    expect(await ran(2, 'would_fail', 'finished', '--dry-run')).toMatchObject({
      code: 1,
      replay: { mode: 'dry_run' },
    })
    expect(await ran(3, 'recovered', 'stopped')).toMatchObject({
      code: 1,
      replay: { stopReason: 'too many failures' },
    })
    expect(await ran(4, 'would_recover', 'finished', '--dry-run', '--by', 'ann')).toMatchObject({
      code: 0,
      replay: { requestedBy: 'ann' },
    })
  })

  it('of one letter takes a corrected event, and tells what is wrong with it', async () => {
    await bury(deadLetter())
    const file = join(folder, 'event.json')
    const goal = {
      matchId: 'm1',
      type: 'goal-scored',
      occurredAt: '2026-05-01T19:00:00Z',
      payload: { team: 'home' },
    }
    writeFileSync(file, JSON.stringify({ ...goal, payload: { team: 7 } }))
    const replay = (...args: string[]) => dlq('replay', '--id', '1', '--reason', 'r', '--no-wait', ...args)
    const refused = await replay('--payload', file)
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('edits.1.payload.team') })
    writeFileSync(file, JSON.stringify({ ...goal, clock: { period: 1, seconds: 1 } }))
    expect(await replay('--payload', file)).toMatchObject({ code: 0, out: 'replay 1: 1 letter\n' })
    const [item] = await test.database.prisma.replayItem.findMany()
    expect(item).toMatchObject({ newSourceEventId: expect.stringMatching(/~1$/) })
    writeFileSync(file, '{')
    expect(await replay('--payload', file)).toMatchObject({
      code: 2,
      err: expect.stringContaining('is not JSON'),
    })
    expect((await dlq('replay', '--match', 'm1', '--reason', 'r', '--payload', file)).code).toBe(2)
  })

  it('goes on when its watcher leaves, and can be aborted and resumed', async () => {
    await bury(deadLetter())
    const watching = startCommand('dlq', ['replay', '--id', '1', '--reason', 'r'], env())
    await vi.waitFor(() => expect(watching.err()).toContain('replay 1 pending: 0 of 1'), { timeout: 10_000 })
    watching.interrupt()
    expect(await watching.ended).toMatchObject({
      code: 130,
      err: expect.stringContaining('npm run dlq -- abort 1'),
    })
    expect((await dlq('status', '1')).out).toContain('replay 1 pending: 0 of 1')
    expect(await dlq('resume', '1')).toMatchObject({ code: 2, err: 'dlq: its state does not allow that\n' })
    expect(await dlq('abort', '1')).toMatchObject({ code: 0, out: 'replay 1 is aborted\n' })
    expect((await dlq('replays', '--state', 'aborted')).out).toMatch(/^1 .* live {5}aborted {12}1 /m)
    expect(await dlq('resume', '1')).toMatchObject({ code: 0, out: 'replay 1 is pending\n' })
  })

  it('of more than 500 letters waits for somebody else', async () => {
    await bury(...Array.from({ length: 501 }, () => deadLetter()))
    const asked = ['replay', '--match', 'm1', '--reason', 'mended', '--by', 'ann', '--no-wait']
    expect((await dlq(...asked)).out).toMatch(/501 letters; awaits the approval of somebody else/)
    const approve = (by: string, ...more: string[]) => dlq('approve', '1', '--by', by, ...more)
    expect(await approve('bob')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--reason is required'),
    })
    expect(await approve('ann', '--reason', 'r')).toMatchObject({
      code: 2,
      err: 'dlq: somebody else than who asked has to decide\n',
    })
    expect(await approve('bob', '--reason', 'r')).toMatchObject({ code: 0, out: 'replay 1 is pending\n' })
    expect((await dlq('status', '1')).out).toContain('approved by bob')
    await dlq(...asked)
    const declined = await dlq('decline', '2', '--by', 'bob', '--reason', 'too many', '--json')
    expect(JSON.parse(declined.out)).toEqual({ id: '2', state: 'declined' })
  })

  it('needs letters and a reason', async () => {
    expect(await dlq('replay', '--id', '1')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--reason'),
    })
    expect(await dlq('replay', '--reason', 'r')).toMatchObject({
      code: 2,
      err: expect.stringContaining('which letters'),
    })
    expect(await dlq('replay', '--id', '1', '--reason', 'r')).toMatchObject({
      code: 2,
      err: 'dlq: no such dead letter\n',
    })
    expect(await dlq('replay', '--id', 'x', '--reason', 'r')).toMatchObject({
      err: expect.stringContaining('--id'),
    })
    expect(await dlq('replay', '--id', '1', '--reason', 'r', '--rate', '0')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--rate'),
    })
    expect(await test.database.prisma.replay.count()).toBe(0)
  })
})

describe('a discard', () => {
  it('asks first, or is told --yes', async () => {
    await bury(deadLetter(), deadLetter({ matchId: 'm2' }))
    const unasked = await dlq('discard', '--match', 'm2', '--reason', 'r')
    expect(unasked).toMatchObject({ code: 2, err: expect.stringContaining('--yes') })
    expect(await test.database.prisma.deadLetter.count({ where: { state: 'discarded' } })).toBe(0)
    const done = await dlq('discard', '--match', 'm2', '--reason', 'old', '--by', 'ann', '--yes')
    expect(done).toMatchObject({ code: 0, out: '1 discarded\n' })
    expect(await test.database.prisma.deadLetter.findMany({ where: { state: 'discarded' } })).toMatchObject([
      { matchId: 'm2', settledBy: 'ann', note: 'old' },
    ])
    const again = await dlq('discard', '--id', '2', '--reason', 'r', '--yes')
    expect(again).toMatchObject({ code: 1, out: '0 discarded; left as they are: discarded 1\n' })
  })
})

it('says what to do about a database that is away, or behind', async () => {
  const away = await runCommand('dlq', ['list'], {
    DATABASE_URL: 'postgresql://nobody:topsecret@127.0.0.1:9/x',
  })
  expect(away).toMatchObject({ code: 2, err: expect.stringContaining('ECONNREFUSED') })
  expect(away.err).not.toContain('topsecret')
  await sql('alter table replays rename to away')
  const behind = await dlq('replays')
  await sql('alter table away rename to replays')
  expect(behind).toMatchObject({ code: 2, err: expect.stringContaining('npm run db:migrate') })
})

it('every command has help of its own, which needs no database', async () => {
  const help = (...args: string[]) => runCommand('dlq', [...args, '--help'], { TOUCHLINE_DATA: folder })
  expect(await help()).toMatchObject({ code: 0, out: expect.stringContaining('abort REPLAY') })
  for (const command of [
    'list',
    'groups',
    'show',
    'replay',
    'discard',
    'replays',
    'status',
    'abort',
    'resume',
    'approve',
    'decline',
  ]) {
    expect(await help(command)).toMatchObject({ code: 0, out: expect.stringContaining(`dlq -- ${command}`) })
  }
  expect(await runCommand('dlq', ['list'], { TOUCHLINE_DATA: folder })).toMatchObject({
    code: 2,
    err: expect.stringContaining('there is no database'),
  })
}, 60_000)
