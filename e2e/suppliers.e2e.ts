import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { audit, replay } from './house/commands.ts'
import { startTestHouse, type TestHouse } from './house/house.ts'
import { root, until } from './house/process.ts'
import { getMatch } from './house/rest.ts'

const samples = join(root, '../shared/data')
const files = [
  { file: 'suppliers/statsperform_event_ma3.json', stored: 1_733, score: { home: 2, away: 1 } },
  { file: 'suppliers/opta_f24.xml', stored: 62, score: { home: 1, away: 2 } },
  { file: 'suppliers/statsbomb_event.json', stored: 3_963, score: { home: 3, away: 1 } },
  { file: 'metrica/Sample_Game_1_RawEventsData.csv', stored: 1_745, score: { home: 3, away: 0 } },
  { file: 'metrica/Sample_Game_3_events.json', stored: 3_620, score: { home: 0, away: 2 } },
]

/** Files of suppliers, through the signed webhook, in any order and each event twice. */
describe("suppliers' files", () => {
  let house: TestHouse
  beforeAll(async () => {
    if (!existsSync(samples)) throw new Error(`the recorded matches are absent: ${samples}`)
    house = await startTestHouse('embedded')
  })
  afterAll(() => house?.stop())

  it.each(files)('$file comes to its own result, shuffled and doubled', async ({ file, stored, score }) => {
    const gateway = `http://127.0.0.1:${house.ports.gateway}`
    const options = ['--speed', 'max', '--json', '--verify', '--gateway', gateway]
    const sent = await replay(house, join(samples, file), ...options, '--shuffle', file, '--times', '2')
    expect(sent).toMatchObject({ code: 0, stderr: '' })
    const { matchId, ...result } = JSON.parse(sent.stdout)
    expect(result).toMatchObject({
      ok: true,
      accepted: 2 * stored,
      refused: 0,
      expected: { score },
      verdict: { kind: 'agrees' },
    })
    const inOrder = await replay(house, join(samples, file), ...options)
    expect(inOrder).toMatchObject({ code: 0 })
    const { lastSeq } = await getMatch(house, matchId)
    expect(lastSeq).toBe(stored)
  })

  it('are accounted for to the unit', async () => {
    const report = await until(async () => {
      const now = await audit(house)
      expect(now.inFlight).toBe(0)
      return now
    }, 30_000)
    expect(report.findings).toEqual([])
    const sum = report.accounts.reduce((all, { stored }) => all + stored, 0)
    expect(sum).toBe(files.reduce((all, { stored }) => all + stored, 0))
  })
})
