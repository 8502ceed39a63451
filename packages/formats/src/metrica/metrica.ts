import { DocumentFault } from '../document-fault.ts'
import { instantOf } from '../instant.ts'
import { limits } from '../limits.ts'
import { matchIdFrom } from '../match-id.ts'
import type { Parsed, ParseOptions } from '../parsed.ts'
import { parseCsv } from './csv.ts'
import { recordedEvents } from './events.ts'
import { parseJson } from './json.ts'
import { MetricaFault, type MetricaMatch } from './row.ts'

const maxSeconds = 86_400
export const csvHead = 'Team,Type,Subtype,'

/** CSV or JSON is told by the content. Throws a `MetricaFault`. */
export function readMetrica(text: string): MetricaMatch {
  const content = text.replace(/^\uFEFF/, '').trimStart()
  if (content.startsWith('{')) return parseJson(content)
  if (content.startsWith(csvHead)) return parseCsv(content)
  throw new MetricaFault(
    'neither Metrica\'s JSON (an object with "data") nor its CSV (columns Team,Type,Subtype,…)',
  )
}

/** Metrica's events, dated from kick-off: the format tells no dates and no id of the match. Throws a `DocumentFault`. */
export function parseMetricaDocument(text: string, options: ParseOptions): Parsed {
  const match = readMetrica(text)
  const { rows, home, away } = match
  if (rows.length > limits.events) throw new DocumentFault(`holds more than ${limits.events} events`)
  if (rows.length === 0) throw new MetricaFault('the file holds no events')
  const kickoffAt = instantOf(options.kickoffAt ?? '', 'utc')
  if (kickoffAt === undefined) throw new DocumentFault('tells no date: name when the match kicked off')
  const matchId = matchIdFrom('metrica', undefined, options)
  const items = recordedEvents(match, matchId).map(({ dueSeconds, event }) => {
    if (!(dueSeconds <= maxSeconds)) throw new MetricaFault('its times span more than a day')
    return {
      ...event,
      occurredAt: new Date(Date.parse(kickoffAt) + Math.round(dueSeconds * 1_000)).toISOString(),
    }
  })
  return {
    items,
    faults: [],
    skipped: 0,
    match: { matchId, fixture: { home, away }, isUndated: true, isDatedFromKickoff: true },
  }
}
