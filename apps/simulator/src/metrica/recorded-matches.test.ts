import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sentBroadcastEventSchema } from '@touchline/contracts'
import { describe, expect, it } from 'vitest'
import { expectationOf } from '../replay/replay.ts'
import { recordedEvents } from './events.ts'
import { matchIdOf, readMetricaFile } from './read-file.ts'

const folder = fileURLToPath(new URL('../../../../../shared/data/metrica/', import.meta.url))
const present = existsSync(folder)
const declaredAbsent = process.env.TOUCHLINE_NO_SHARED_DATA === '1'

it('has the recorded matches, or is told by TOUCHLINE_NO_SHARED_DATA=1 that they are absent', () => {
  expect(present || declaredAbsent, `the recorded matches are absent: no ${folder}`).toBe(true)
})

/** Real matches by Metrica Sports (metrica-sports/sample-data), which do not ship with the project. */
describe.runIf(present)('the recorded matches of Metrica Sports', () => {
  const none = { home: 0, away: 0 }
  it.each([
    ['Sample_Game_1_RawEventsData.csv', 1_745, { home: 3, away: 0 }, { home: 2, away: 2 }],
    ['Sample_Game_3_events.json', 3_620, { home: 0, away: 2 }, { home: 0, away: 1 }],
  ])(
    '%s has the events, goals and cards that it is known to have',
    async (file, events, score, yellowCards) => {
      const recorded = recordedEvents(await readMetricaFile(folder + file), matchIdOf(file))
      expect(expectationOf(recorded)).toEqual({ events, score, yellowCards, redCards: none })
      const refused = recorded.filter(
        ({ event }) =>
          !sentBroadcastEventSchema.safeParse({ ...event, occurredAt: '2026-05-01T19:00:00.000Z' }).success,
      )
      expect(refused).toEqual([])
      expect(new Set(recorded.map(({ event }) => event.sourceEventId)).size).toBe(events)
    },
  )
})
