import { type MatchId, sentEventSchemas } from '@touchline/contracts'
import { createCollector } from './collector.ts'
import { DocumentFault, ElementFault } from './document-fault.ts'
import { readElement } from './element.ts'
import type { Parsed, ParseOptions, SentItem } from './parsed.ts'
import { readJson } from './read-text.ts'

/** Our own form: one event or a list of them. Throws a `DocumentFault`. */
export function parseTouchline(text: string, { matchId }: ParseOptions): Parsed {
  const value = readJson(text)
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (list.length === 0) throw new DocumentFault('holds no events')
  const collector = createCollector()
  let first: MatchId | undefined
  for (const [index, each] of list.entries()) {
    collector.add(`[${index}]`, () => {
      const { sourceEventId, ...event } = readElement(sentEventSchemas.broadcast, each)
      if (sourceEventId === undefined) throw new ElementFault('is missing', 'sourceEventId')
      const item = { ...event, sourceEventId, matchId: matchId ?? event.matchId } as SentItem
      first ??= item.matchId
      return item
    })
  }
  return collector.finish(first === undefined ? undefined : { matchId: first })
}
