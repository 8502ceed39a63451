import type { Fixture, Score } from '@touchline/contracts'
import { z } from 'zod'
import { DocumentFault } from '../document-fault.ts'
import { idText, isEmpty, nameText, withoutEmpty } from '../element.ts'
import { instantOf } from '../instant.ts'
import { limits } from '../limits.ts'
import { matchIdFrom } from '../match-id.ts'
import type { Parsed, ParseOptions } from '../parsed.ts'
import { readJson } from '../read-text.ts'
import type { Spelling } from './action.ts'
import { type RawEvent, readGame } from './game.ts'
import type { RawQualifier } from './qualifiers.ts'

const names: Spelling['names'] = {
  id: 'id',
  eventId: 'eventId',
  typeId: 'typeId',
  revision: 'lastModified',
  teamId: 'contestantId',
  periodId: 'periodId',
  minute: 'timeMin',
  second: 'timeSec',
  playerId: 'playerId',
  playerName: 'playerName',
  outcome: 'outcome',
  x: 'x',
  y: 'y',
  at: 'timeStamp',
  qualifiers: 'qualifier',
}

const tally = z.object({ home: z.int().min(0).max(99), away: z.int().min(0).max(99) })
const documentSchema = z.object({
  matchInfo: z.object({
    id: idText,
    date: z.string().max(40).optional(),
    time: z.string().max(40).optional(),
    contestant: z
      .array(z.object({ id: idText, name: nameText, position: z.enum(['home', 'away']) }))
      .min(2)
      .max(2),
    competition: z.object({ name: nameText }).optional(),
    venue: z.object({ longName: nameText.optional(), shortName: nameText.optional() }).optional(),
  }),
  liveData: z.object({
    matchDetails: z
      .object({
        scores: z.object({ ft: tally.optional(), et: tally.optional(), pen: tally.optional() }).optional(),
      })
      .optional(),
    event: z.array(z.unknown()).max(limits.events),
  }),
})
type Ma3Document = z.infer<typeof documentSchema>

/** Stats Perform's MA3: the events of one match in JSON. Throws a `DocumentFault`. */
export function parseMa3(text: string, options: ParseOptions): Parsed {
  const { matchInfo, liveData } = read(text)
  const team = (position: 'home' | 'away') => matchInfo.contestant.find(each => each.position === position)
  const [home, away] = [team('home'), team('away')]
  if (!home || !away)
    throw new DocumentFault('must have one team at home and one away', 'matchInfo.contestant')
  const game = {
    matchId: matchIdFrom('statsperform', matchInfo.id, options),
    teams: { home: home.id, away: away.id },
    fixture: fixtureOf(matchInfo, home.name, away.name),
    players: options.squads?.players ?? new Map(),
  }
  const { ft, et, pen } = liveData.matchDetails?.scores ?? {}
  return readGame(
    game,
    liveData.event.map(rawEvent),
    { names, zone: 'utc' },
    { ...optional('score', et ?? ft), ...optional('penalties', pen) },
  )
}

function read(text: string): Ma3Document {
  const parsed = documentSchema.safeParse(toldIn(readJson(text)))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new DocumentFault(
    (issue?.message ?? "is not Stats Perform's MA3").slice(0, 200),
    issue?.path.join('.') || '(document)',
  )
}

/** Without what is empty, but for the events: they are most of the document, and are read one by one. */
function toldIn(document: unknown): unknown {
  const { matchInfo, liveData } = Object(document) as { matchInfo?: unknown; liveData?: unknown }
  if (typeof liveData !== 'object' || liveData === null) return withoutEmpty(document)
  const { event, ...rest } = liveData as { event?: unknown }
  return { matchInfo: withoutEmpty(matchInfo), liveData: { ...withoutEmpty(rest), event } }
}

function fixtureOf(
  { date, time, competition, venue }: Ma3Document['matchInfo'],
  home: string,
  away: string,
): Fixture {
  const place = venue?.longName ?? venue?.shortName
  const kickoffAt = date && time ? instantOf(`${date.replace(/Z$/, '')}T${time}`, 'utc') : undefined
  return {
    home,
    away,
    ...(competition && { competition: competition.name }),
    ...(place !== undefined && { venue: place }),
    ...(kickoffAt !== undefined && { kickoffAt }),
  }
}

function rawEvent(event: unknown, index: number): RawEvent {
  const given = (typeof event === 'object' && event !== null ? event : {}) as Record<string, unknown>
  const raw: Partial<Record<keyof typeof names, unknown>> = {}
  for (const field of fields) raw[field] = isEmpty(given[names[field]]) ? undefined : given[names[field]]
  raw.qualifiers = qualifiersOf(raw.qualifiers)
  return { path: `liveData.event[${index}]`, raw }
}

const fields = Object.keys(names) as (keyof typeof names)[]

const qualifiersOf = (given: unknown): unknown =>
  Array.isArray(given) && given.length <= limits.qualifiersPerEvent
    ? given.map(
        (each): RawQualifier => ({
          id: each?.qualifierId,
          value: isEmpty(each?.value) ? undefined : each?.value,
        }),
      )
    : given

const optional = <K extends string>(key: K, value: Score | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: Score }
