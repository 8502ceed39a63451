/** Made up, in the shape of Opta's F24 and of Stats Perform's MA3. Team 10 plays at home. */
export interface MadeEvent {
  readonly id: number
  readonly type: number
  readonly team?: number
  readonly number?: number
  readonly period?: number
  readonly min?: number
  readonly sec?: number
  readonly player?: string
  readonly outcome?: number
  readonly x?: number
  readonly y?: number
  readonly at?: string
  readonly utc?: string
  readonly version?: number
  readonly q?: Readonly<Record<number, string>>
}

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;')
const attributes = (pairs: Readonly<Record<string, string | number | undefined>>) =>
  Object.entries(pairs)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('')

const game = {
  id: '1001',
  home_team_id: '10',
  away_team_id: '20',
  home_team_name: 'Harbour City',
  away_team_name: 'Northgate',
  competition_name: 'Made-up Cup',
  game_date: '2026-05-01T20:00:00',
}

export function f24(events: readonly MadeEvent[], head: Readonly<Record<string, string | undefined>> = game) {
  const lines = events.map(event => {
    const { id, type, team = 10, number = id, period = 1, min = 0, sec = 0, outcome = 1 } = event
    const own = {
      ...{ id, event_id: number, type_id: type, period_id: period, min, sec, outcome },
      ...{ team_id: team, player_id: event.player, x: event.x ?? 0, y: event.y ?? 0 },
      ...{ timestamp: event.at ?? '2026-05-01T20:00:00.5', timestamp_utc: event.utc },
      ...{ version: event.version ?? 1 },
    }
    const inner = Object.entries(event.q ?? {}).map(
      ([qualifier, value]) =>
        `<Q${attributes({ id: 1, qualifier_id: qualifier, value: value || undefined })}/>`,
    )
    return `<Event${attributes(own)}>${inner.join('')}</Event>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Games timestamp="x"><Game${attributes(head)}>\n${lines.join('\n')}\n</Game></Games>`
}

export const f24Game = game

export function ma3(events: readonly MadeEvent[], more: object = {}) {
  const matchInfo = {
    id: 'abc123',
    date: '2026-05-01Z',
    time: '19:00:00Z',
    contestant: [
      { id: '20', name: 'Northgate', position: 'away' },
      { id: '10', name: 'Harbour City', position: 'home' },
    ],
    competition: { name: 'Made-up Cup' },
    venue: { longName: 'The Ground' },
  }
  return JSON.stringify({ matchInfo, liveData: { event: events.map(ma3Event) }, ...more })
}

function ma3Event(made: MadeEvent) {
  const { id, number = id, type, team = 10, period = 1, min = 0, sec = 0, player, outcome = 1 } = made
  const { x = 0, y = 0, at = '2026-05-01T19:00:00.500Z', version = 1, q = {} } = made
  return {
    ...{ id, eventId: number, typeId: type, periodId: period, timeMin: min, timeSec: sec },
    ...{ contestantId: String(team), outcome, x, y, timeStamp: at },
    ...(player && { playerId: player, playerName: `Name of ${player}` }),
    lastModified: new Date(Date.UTC(2026, 4, 1) + version * 1_000).toISOString(),
    qualifier: Object.entries(q).map(([qualifierId, value]) => ({
      ...{ id: 1, qualifierId: Number(qualifierId) },
      ...(value && { value }),
    })),
  }
}
