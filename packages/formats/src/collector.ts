import type { Fault, Fixture } from '@touchline/contracts'
import { DocumentFault, ElementFault } from './document-fault.ts'
import { limits } from './limits.ts'
import type { DocumentMatch, Parsed, SentItem } from './parsed.ts'

/** Gathers what each element of a document comes to. */
export interface Collector {
  /** Undefined: the element says nothing of the match. */
  add(path: string, read: () => SentItem | undefined): void
  finish(match: DocumentMatch | undefined): Parsed
}

export function createCollector(): Collector {
  const items = new Map<string, SentItem>()
  const faults: Fault[] = []
  let skipped = 0
  let elements = 0
  return {
    add(path, read) {
      elements += 1
      if (elements > limits.events) throw new DocumentFault(`holds more than ${limits.events} events`)
      try {
        const item = read()
        if (item) put(items, item)
        else skipped += 1
      } catch (error) {
        if (!(error instanceof ElementFault)) throw error
        faults.push({ path: error.path === '' ? path : `${path}.${error.path}`, message: error.message })
      }
    },
    finish: match => ({ items: withFixture([...items.values()], match?.fixture), faults, skipped, match }),
  }
}

/** Of one id with one revision the last stands, at its own place. */
function put(items: Map<string, SentItem>, item: SentItem): void {
  // Neither a revision nor a match's id holds a space.
  const key = `${item.revision} ${item.matchId} ${item.sourceEventId}`
  items.delete(key)
  items.set(key, item)
}

/** The first event names the teams. */
function withFixture(items: readonly SentItem[], fixture: Fixture | undefined): readonly SentItem[] {
  const first = items.findIndex(item => !('deleted' in item))
  if (fixture === undefined || first === -1) return items
  return items.map((item, position) => (position === first ? { ...item, fixture } : item))
}
