import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { jsonFixture, ma3 } from '@touchline/formats/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Door, openDoor, testSecret } from '../testing/door.ts'
import { followFeed, pollStadium } from '../testing/readers.ts'

const folder = mkdtempSync(join(tmpdir(), 'replay-'))
const file = join(folder, 'Made_Up_events.json')
writeFileSync(file, jsonFixture)
let door: Door
beforeEach(async () => {
  door = await openDoor()
})
afterEach(() => door.close())

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs the command as npm does, in a process of its own that knows no secret but the door's. */
function run(command: 'replay' | 'simulate', ...args: string[]): Promise<Ran> {
  const script = fileURLToPath(new URL(`./${command}.ts`, import.meta.url))
  const BROADCAST_PARTNERS = JSON.stringify({
    replay: { secrets: [testSecret] },
    simulator: { secrets: [testSecret] },
  })
  const options = {
    env: { PATH: process.env.PATH, BROADCAST_PARTNERS, TOUCHLINE_DATA: folder },
    timeout: 20_000,
  }
  return new Promise(resolve =>
    execFile(process.execPath, [script, ...args], options, (error, out, err) =>
      resolve({ code: error ? Number(error.code ?? -1) : 0, out, err }),
    ),
  )
}

describe('npm run replay', () => {
  it('plays a file and says what was accepted, to a program as JSON alone', async () => {
    const { code, out, err } = await run('replay', file, '--speed', 'max', '--url', door.url, '--json')
    expect(err).toBe('')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      matchId: 'metrica-made-up',
      accepted: 12,
      refused: 0,
      retried: 0,
      ok: true,
      expected: { events: 12, score: { home: 0, away: 1 } },
    })
  })

  it("plays a supplier's file in any order, and says what of it can not be read", async () => {
    const document = ma3([
      { id: 1, type: 16, min: 3 },
      { id: 2, type: 43 },
      { id: 3, type: 1, at: 'soon' },
    ])
    const path = join(folder, 'supplier.json')
    writeFileSync(path, document)
    const options = ['--speed', 'max', '--url', door.url, '--shuffle', '7', '--times', '2', '--json']
    const { code, out, err } = await run('replay', path, ...options)
    expect(code).toBe(1)
    expect(err).toContain('liveData.event[2].timeStamp')
    expect(JSON.parse(out)).toMatchObject({
      format: 'stats-perform-ma3',
      matchId: 'statsperform-abc123',
      home: 'Harbour City',
      expected: { events: 2, score: { home: 1, away: 0 } },
      accepted: 4,
      refused: 0,
      ok: false,
    })
    expect(door.events.filter(({ event }) => event.deleted === true)).toHaveLength(2)
  })

  it.each([
    ['--format', 'opta', 'must be one of'],
    ['--kickoff', 'soon', '"now" or a time'],
    ['--times', '99', 'from 1 to 20'],
    ['--squads', 'nowhere.xml', 'nowhere.xml: there is no such file'],
  ])('names a wrong %s', async (option, value, message) => {
    const { code, err } = await run('replay', file, option, value, '--url', door.url)
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(message) })
  })

  it('fails with a clear message', async () => {
    const wrong = `whsec_${Buffer.alloc(32, 9).toString('base64')}`
    const refused = await run('replay', file, '--speed', 'max', '--url', door.url, '--secret', wrong)
    expect(refused).toMatchObject({
      code: 1,
      err: expect.stringContaining('secret of the partner "replay" is wrong'),
    })
    expect(refused.err + refused.out).not.toContain(wrong)
    const away = await run('replay', file, '--url', 'http://127.0.0.1:9', '--retry-seconds', '0')
    expect(away).toMatchObject({ code: 1, err: expect.stringMatching(/can't be used/) })
    expect(await run('replay', 'nowhere.csv')).toMatchObject({
      code: 1,
      err: 'replay: nowhere.csv: there is no such file\n',
    })
    expect(await run('replay', file, '--speed', 'fast')).toMatchObject({
      code: 1,
      err: expect.stringContaining('--speed'),
    })
    expect(await run('replay', '--help')).toMatchObject({
      code: 0,
      out: expect.stringContaining('--speed N|max'),
    })
  }, 20_000)
})

describe('npm run simulate', () => {
  it('plays to the end and prints the known numbers', async () => {
    const port = 20_000 + (process.pid % 20_000)
    const sources = watchOnce(port)
    const { code, out, err } = await run(
      'simulate',
      ...['--half-seconds', '30', '--malformed', '0.1', '--port', String(port), '--url', door.url, '--json'],
    )
    await sources.stop()
    expect(err).toBe('')
    expect(code).toBe(0)
    const { totals, partner } = JSON.parse(out)
    expect(partner).toEqual({ accepted: door.events.length, refused: door.refused, retries: 0 })
    expect(totals['broadcast-events'].malformed).toBe(door.refused)
  }, 20_000)

  it('says which option is wrong', async () => {
    expect(await run('simulate', '--malformed', '7')).toMatchObject({
      code: 1,
      err: expect.stringContaining('malformed'),
    })
    expect(await run('simulate', '--help')).toMatchObject({
      code: 0,
      out: expect.stringContaining('--seed TEXT'),
    })
  }, 20_000)
})

/** Reads the stadium and the feed of a simulator that is about to start. */
function watchOnce(port: number) {
  const base = `http://127.0.0.1:${port}`
  let readers: { stop(): Promise<void> }[] = []
  const trying = setInterval(async () => {
    const up = await fetch(`${base}/health/live`).catch(() => undefined)
    if (!up?.ok || readers.length > 0) return
    clearInterval(trying)
    readers = [pollStadium(`${base}/stadiums/stadium-1`), followFeed(`${base}/feeds/feed-1`)]
  }, 50)
  return {
    stop: async () => {
      clearInterval(trying)
      await Promise.all(readers.map(reader => reader.stop()))
    },
  }
}
