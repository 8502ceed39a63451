import type { Source } from '@touchline/contracts'
import { hiddenMarker } from './hidden-marker.ts'
import { eventField, type Field, payloadField } from './schema-fields.ts'
import { shownUnpublished } from './what-is-public.ts'

export interface Masked {
  /** The value, with `hiddenMarker` where something is hidden; members of hidden names stand under it together. */
  readonly masked: unknown
  /** Dotted paths of what is hidden, at most 200; empty: nothing is. `(root)` is the whole value. */
  readonly hidden: readonly string[]
}

const maxHidden = 200
type Shows = (path: string, value: string | number) => boolean

const noIds: ReadonlySet<unknown> = new Set()
const idPaths: ReadonlySet<string> = new Set(['matchId', 'sourceEventId'])
const shownByTable =
  (ids: ReadonlySet<unknown>): Shows =>
  (path, value) =>
    (shownUnpublished[path]?.(value) ?? false) || (idPaths.has(path) && ids.has(value))
const shownAll: Shows = () => true

/**
 * An event that was not published, or an array of them, as whoever has not revealed it may see it. `ids` are those of
 * it that are shown beside it in any case. Pure; any value.
 */
export function maskEvent(value: unknown, source: Source, ids: ReadonlySet<unknown> = noIds): Masked {
  return maskEvents(value, source, shownByTable(ids))
}

/** The record of an event that is stored, and so published: only what its schema does not know is hidden. */
export function maskPublishedRecord(value: unknown, source: Source): Masked {
  return maskEvents(value, source, shownAll)
}

/** The payload of a stored event. */
export function maskPublishedPayload(type: string, payload: unknown): Masked {
  const hidden: string[] = []
  return { masked: new Walk(shownAll, hidden, []).mask(payload, payloadField(type)), hidden }
}

function maskEvents(value: unknown, source: Source, shows: Shows): Masked {
  const hidden: string[] = []
  const walk = (event: unknown, at: Path) =>
    new Walk(shows, hidden, at).mask(event, eventField(source, event))
  const masked = Array.isArray(value)
    ? value.map((one, index) => walk(one, [String(index)]))
    : walk(value, [])
  return { masked, hidden }
}

type Path = readonly string[]

class Walk {
  readonly #shows: Shows
  readonly #hidden: string[]
  /** Where the event itself stands. */
  readonly #root: Path

  constructor(shows: Shows, hidden: string[], root: Path) {
    this.#shows = shows
    this.#hidden = hidden
    this.#root = root
  }

  /** Goes only where the schema knows of something, and so never deeper than it. */
  mask(value: unknown, field: Field, path: Path = []): unknown {
    if (value === null || typeof value === 'boolean' || value === undefined) return value
    if (typeof value !== 'object') return this.#scalar(value, field, path)
    if (field.isOpen && this.#shows === shownAll) return value
    if (Array.isArray(value)) {
      const { items } = field
      return items
        ? value.map((inner, index) => this.mask(inner, items, [...path, String(index)]))
        : this.#hide(path)
    }
    return field.members ? this.#object(value, field.members, path) : this.#hide(path)
  }

  #scalar(value: unknown, field: Field, path: Path): unknown {
    const isShown =
      field.values.has(value) ||
      ((typeof value === 'string' || typeof value === 'number') && this.#shows(path.join('.'), value))
    return isShown ? value : this.#hide(path)
  }

  #object(value: object, members: ReadonlyMap<string, Field>, path: Path): unknown {
    const shown: [string, unknown][] = []
    let hasUnknown = false
    for (const [name, inner] of Object.entries(value)) {
      const field = members.get(name)
      if (field) shown.push([name, this.mask(inner, field, [...path, name])])
      else hasUnknown = true
    }
    if (hasUnknown) shown.push([hiddenMarker, this.#hide([...path, hiddenMarker])])
    return Object.fromEntries(shown)
  }

  #hide(path: Path): string {
    if (this.#hidden.length < maxHidden) this.#hidden.push([...this.#root, ...path].join('.') || '(root)')
    return hiddenMarker
  }
}
