import type { Fixture } from '@touchline/contracts'
import { z } from 'zod'
import { DocumentFault } from '../document-fault.ts'
import { idText, nameText, withoutEmpty } from '../element.ts'
import { instantOf } from '../instant.ts'
import { limits } from '../limits.ts'
import type { ParseOptions } from '../parsed.ts'
import { readJson } from '../read-text.ts'

const tally = z.int().min(0).max(99)
/** A match as StatsBomb's list of matches has it. */
const matchSchema = z.object({
  match_id: idText,
  match_date: z.string().max(40).optional(),
  kick_off: z.string().max(40).optional(),
  home_team: z.object({ home_team_id: idText.optional(), home_team_name: nameText }),
  away_team: z.object({ away_team_id: idText.optional(), away_team_name: nameText }),
  home_score: tally.optional(),
  away_score: tally.optional(),
  competition: z.object({ competition_name: nameText }).optional(),
  stadium: z.object({ name: nameText }).optional(),
})
export type StatsBombMatch = z.infer<typeof matchSchema>

const documentSchema = z.union([
  z.array(z.unknown()).transform(events => ({ events, match: undefined })),
  z.object({ match: matchSchema, events: z.array(z.unknown()) }),
])
export interface StatsBombDocument {
  readonly events: readonly unknown[]
  readonly match: StatsBombMatch | undefined
}

/** A list of events, or an object with it and its match. Throws a `DocumentFault`. */
export function readDocument(text: string): StatsBombDocument {
  const value = readJson(text)
  const isList = Array.isArray(value)
  const parsed = documentSchema.safeParse(isList ? value : matchWithoutEmpty(value))
  if (!parsed.success) throw notADocument(isList ? undefined : matchFault(matchWithoutEmpty(value)))
  if (parsed.data.events.length > limits.events)
    throw new DocumentFault(`holds more than ${limits.events} events`)
  return parsed.data
}

const matchWithoutEmpty = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'match' in value
    ? { ...value, match: withoutEmpty(value.match) }
    : value

function matchFault(value: unknown): z.core.$ZodIssue | undefined {
  const match = z.object({ match: matchSchema }).safeParse(value)
  return match.success ? undefined : match.error.issues[0]
}

const notADocument = (issue: z.core.$ZodIssue | undefined): DocumentFault =>
  new DocumentFault(
    issue
      ? issue.message.slice(0, 200)
      : 'is not StatsBomb\'s: a list of events, or an object with "match" and "events"',
    issue?.path.join('.') || '(document)',
  )

/** When the match began, as the document has it; a kick-off that names no zone is taken for UTC. */
export const kickoffIn = (match: StatsBombMatch | undefined): string | undefined =>
  match?.match_date && match.kick_off ? instantOf(`${match.match_date}T${match.kick_off}`, 'utc') : undefined

export function kickoffOf(match: StatsBombMatch | undefined, { kickoffAt }: ParseOptions): string {
  const kickoff = kickoffIn(match) ?? instantOf(kickoffAt ?? '', 'utc')
  if (kickoff !== undefined) return kickoff
  throw new DocumentFault('tells no date: name when the match kicked off')
}

export function fixtureOf(
  match: StatsBombMatch | undefined,
  home: string,
  away: string,
  kickoffAt: string,
): Fixture {
  return {
    home,
    away,
    ...(match?.competition && { competition: match.competition.competition_name }),
    ...(match?.stadium && { venue: match.stadium.name }),
    ...(match && { kickoffAt }),
  }
}
