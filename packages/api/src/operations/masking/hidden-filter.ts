import type { Fault } from '@touchline/contracts'
import type { Database, LetterFilter } from '@touchline/db'
import { readKnownMatches } from './known-matches.ts'
import { isErrorCode, isEventType, isShownMatch } from './letter-view.ts'
import { hiddenFromMessages } from './public-message.ts'
import { schemaPaths } from './schema-fields.ts'

/**
 * Why letters can't be filtered so: only what is shown can be filtered by, else a filter would tell what is hidden.
 * What it says depends on the filter and on public facts alone, never on a letter.
 */
export async function filterFaults(
  database: Database,
  filter: LetterFilter | undefined,
  at: string,
): Promise<Fault[]> {
  if (filter === undefined) return []
  const { matchId } = filter
  const faults = staticFaults(filter)
  if (matchId !== undefined && !isShownMatch(matchId, await readKnownMatches(database, [matchId])))
    faults.push({ path: 'matchId', message: 'is the id of no match that the store knows, and so is hidden' })
  return faults.map(fault => ({ ...fault, path: `${at}.${fault.path}` }))
}

function staticFaults({ text, path, eventType, code }: LetterFilter): Fault[] {
  const hiddenText = text === undefined ? undefined : hiddenFromMessages(text)
  return [
    ...(hiddenText === undefined ? [] : [{ path: 'text', message: hiddenText }]),
    ...(path === undefined || schemaPaths.has(path)
      ? []
      : [{ path: 'path', message: 'is a path of no event that we know: names of other fields are hidden' }]),
    ...(eventType === undefined || isEventType(eventType)
      ? []
      : [{ path: 'eventType', message: 'is no type of event that we know' }]),
    ...(code === undefined || isErrorCode(code) ? [] : [{ path: 'code', message: 'is no error code' }]),
  ]
}
