import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sentEventSchemas } from '@touchline/contracts'
import { resultOf } from '@touchline/formats'
import { csvFixture } from '@touchline/formats/testing'
import { describe, expect, it } from 'vitest'
import { RecordingFault } from './read-file.ts'
import { type RecordingOptions, readRecording } from './recording.ts'

const folder = mkdtempSync(join(tmpdir(), 'recording-'))
const samples = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url))
const file = (name: string, text: string) => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const read = (path: string, more: Partial<RecordingOptions> = {}) =>
  readRecording({
    file: path,
    format: undefined,
    matchId: undefined,
    squadsFile: undefined,
    kickoff: undefined,
    speed: 'max',
    times: 1,
    shuffleSeed: undefined,
    dataFolder: folder,
    startFolder: folder,
    ...more,
  })

describe('a recording', () => {
  it('is dated alike each time, in any order', async () => {
    const path = file('Made_Up.csv', csvFixture)
    const sent = async (more: Partial<RecordingOptions> = {}) => {
      const { events } = await read(path, more)
      return new Set(events.map(({ item }) => JSON.stringify(item)))
    }
    const first = await sent()
    expect(first.size).toBe(12)
    expect(await sent({ shuffleSeed: 'a', times: 2 })).toEqual(first)
    expect(await sent({ kickoff: '2020-01-01T12:00:00Z' })).not.toEqual(first)
  })

  it('says what is wrong with a file', async () => {
    const fault = (path: string, more?: Partial<RecordingOptions>) =>
      read(path, more).catch((error: unknown) => {
        expect(error).toBeInstanceOf(RecordingFault)
        return (error as Error).message
      })
    expect(await fault(file('a.txt', 'hello'))).toContain('--format')
    expect(await fault(file('b.csv', csvFixture.replace('PASS,,1', 'PASS,,one')))).toContain('row 2: Period')
    expect(await fault(file('c.xml', '<Games/>'))).toContain('one <Game>')
    expect(await fault(file('d.csv', csvFixture), { squadsFile: '/nowhere.xml' })).toContain('no such file')
    expect(await fault(file('e.csv', csvFixture.slice(0, csvFixture.indexOf('\n') + 1)))).toContain(
      'no events',
    )
  })
})

const known = [
  ['suppliers/statsperform_event_ma3.json', 1_733, { home: 2, away: 1 }],
  ['suppliers/opta_f24.xml', 62, { home: 1, away: 2 }],
  ['suppliers/statsbomb_event.json', 3_963, { home: 3, away: 1 }],
  ['metrica/Sample_Game_1_RawEventsData.csv', 1_745, { home: 3, away: 0 }],
  ['metrica/Sample_Game_3_events.json', 3_620, { home: 0, away: 2 }],
] as const

describe.runIf(existsSync(samples))('the recorded matches', () => {
  it.each(known)(
    '%s comes to its own result, shuffled and doubled',
    async (path, count, score) => {
      const { events, expected, faults } = await read(samples + path, { shuffleSeed: path, times: 2 })
      expect(faults).toEqual([])
      expect(expected).toMatchObject({ events: count, versions: count, score })
      expect(events).toHaveLength(2 * count)
      const items = events.map(({ item }) => item)
      expect(resultOf(items)).toMatchObject({ score })
      expect(items.filter(item => !sentEventSchemas.broadcast.safeParse(item).success)).toEqual([])
    },
    30_000,
  )
})
