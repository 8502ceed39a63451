import { z } from 'zod'
import { MetricaFault, type MetricaMatch, type MetricaRow, pointOf } from './row.ts'

const named = z.object({ name: z.string().min(1) })
const momentSchema = z.object({
  time: z.number().nullable(),
  x: z.number().nullable(),
  y: z.number().nullable(),
})
const entrySchema = z.object({
  team: z.object({ name: z.string().min(1), id: z.string() }),
  type: named,
  subtypes: z.union([named.transform(one => [one]), z.array(named), z.null().transform(() => [])]),
  period: z.int().min(1).max(5),
  start: momentSchema.extend({ time: z.number() }),
  end: momentSchema,
  from: named.nullable(),
  to: named.nullable(),
})
type Entry = z.infer<typeof entrySchema>

/** The side that Metrica's sample metadata calls the local team. */
const localTeamId = 'FIFATMA'

/** Reads the events of Metrica's JSON format. Throws `MetricaFault` with the entry. */
export function parseJson(text: string): MetricaMatch {
  const entries = entriesOf(text)
  const teams = [...new Map(entries.map(({ team }) => [team.id, team])).values()]
  if (teams.length !== 2) throw new MetricaFault(`a match has two teams, this file has ${teams.length}`)
  const home = teams.find(({ id }) => id === localTeamId) ?? teams[0]
  const away = teams.find(team => team !== home)
  if (!home || !away) throw new MetricaFault('a match has two teams')
  return { home: home.name, away: away.name, rows: entries.map((entry, i) => rowOf(entry, i, home.id)) }
}

function entriesOf(text: string): Entry[] {
  const file = z.object({ data: z.array(z.unknown()) }).safeParse(read(text))
  if (!file.success) throw new MetricaFault('not Metrica\'s JSON: it has no list "data"')
  return file.data.data.map((entry, position) => {
    const parsed = entrySchema.safeParse(entry)
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    throw new MetricaFault(`entry ${position + 1}: ${issue?.path.join('.')} ${issue?.message}`)
  })
}

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new MetricaFault('not JSON: it is cut off or damaged')
  }
}

const rowOf = (entry: Entry, position: number, homeId: string): MetricaRow => ({
  index: position + 1,
  side: entry.team.id === homeId ? 'home' : 'away',
  type: entry.type.name,
  subtypes: entry.subtypes.map(({ name }) => name),
  period: entry.period,
  startSeconds: entry.start.time,
  from: entry.from?.name,
  to: entry.to?.name,
  start: pointOf(entry.start.x, entry.start.y),
  end: pointOf(entry.end.x, entry.end.y),
})
