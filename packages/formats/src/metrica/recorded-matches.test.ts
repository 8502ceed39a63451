import { sentEventSchemas } from '@touchline/contracts'
import { describe, expect, it } from 'vitest'
import { matchIdFromFileName } from '../match-id.ts'
import { parse } from '../parse.ts'
import { resultOf } from '../result.ts'
import { isAbsenceDeclared, sample, samples } from '../testing/samples.ts'

const folder = samples('metrica')

it('has the recorded matches, or is told by TOUCHLINE_NO_SHARED_DATA=1 that they are absent', () => {
  expect(folder.isPresent || isAbsenceDeclared, `the recorded matches are absent: no ${folder.path}`).toBe(
    true,
  )
})

/** Real matches by Metrica Sports (metrica-sports/sample-data), which do not ship with the project. */
describe.runIf(folder.isPresent)('the recorded matches of Metrica Sports', () => {
  const none = { home: 0, away: 0 }
  it.each([
    ['Sample_Game_1_RawEventsData.csv', 1_745, { home: 3, away: 0 }, { home: 2, away: 2 }],
    ['Sample_Game_3_events.json', 3_620, { home: 0, away: 2 }, { home: 0, away: 1 }],
  ])('%s has the events, goals and cards that it is known to have', (file, events, score, yellowCards) => {
    const { items, faults } = parse('metrica', sample('metrica', file), {
      defaultMatchId: matchIdFromFileName('metrica', file),
      kickoffAt: '2026-05-01T19:00:00.000Z',
    })
    expect(faults).toEqual([])
    expect(resultOf(items)).toEqual({ score, yellowCards, redCards: none })
    expect(items.filter(item => !sentEventSchemas.broadcast.safeParse(item).success)).toEqual([])
    expect(new Set(items.map(item => item.sourceEventId)).size).toBe(events)
  })
})
