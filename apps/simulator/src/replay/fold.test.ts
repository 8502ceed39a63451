import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { stableId, toSourceEvent } from '@touchline/contracts/identity'
import { foldEvents } from '@touchline/match'
import { describe, expect, it } from 'vitest'
import { arrange } from './arrange.ts'
import { readRecording } from './recording.ts'

const samples = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url))
const none = { home: 0, away: 0 }
const results = [
  {
    file: 'suppliers/statsperform_event_ma3.json',
    score: { home: 2, away: 1 },
    yellowCards: { home: 0, away: 5 },
    redCards: { home: 0, away: 1 },
    status: 'ended',
  },
  {
    file: 'suppliers/opta_f24.xml',
    score: { home: 1, away: 2 },
    penalties: { home: 0, away: 1 },
    redCards: { home: 0, away: 1 },
    status: 'ended',
  },
  {
    file: 'suppliers/statsbomb_event.json',
    score: { home: 3, away: 1 },
    yellowCards: { home: 0, away: 2 },
    redCards: none,
    status: 'ended',
  },
  {
    file: 'metrica/Sample_Game_1_RawEventsData.csv',
    score: { home: 3, away: 0 },
    yellowCards: { home: 2, away: 2 },
  },
  {
    file: 'metrica/Sample_Game_3_events.json',
    score: { home: 0, away: 2 },
    yellowCards: { home: 0, away: 1 },
  },
]

/** The rules of a match, fed with what is replayed of each recorded one. */
describe.runIf(existsSync(samples))('the state of a recorded match', () => {
  it.each(results)(
    'is that of its own result in any order: $file',
    async ({ file, ...result }) => {
      const { events } = await readRecording({
        ...{ file: `${samples}${file}`, format: undefined, matchId: undefined, squadsFile: undefined },
        ...{ kickoff: '2018-08-18T20:15:00Z', speed: 'max', times: 1, shuffleSeed: undefined },
        ...{ dataFolder: '/dev/null', startFolder: '.' },
      })
      const states = [undefined, 'one', 'two', 'three', 'four'].map(shuffleSeed => {
        const sent = arrange(events, { times: 2, shuffleSeed })
        const { state } = foldEvents(
          sent.map(({ item }, index) =>
            toSourceEvent(item, {
              ...{ source: 'broadcast', provider: 'replay' },
              sourceEventId: stableId('broadcast', 'replay', item),
              ingestedAt: new Date(Date.UTC(2026, 4, 1) + index).toISOString(),
            }),
          ),
        )
        return state
      })
      expect(states[0]).toMatchObject(result)
      for (const state of states) expect(state).toEqual(states[0])
    },
    30_000,
  )
})
