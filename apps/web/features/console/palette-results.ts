import type { PaletteEntry } from '../kit/shortcuts/palette-entry.ts'

const rowId = /^#?([1-9]\d{0,17})$/
const fingerprint = /^[0-9a-f]{32}$/
const sourceEvent = /^(sensor|broadcast|social):(.{1,128})$/
const place = /^([A-Za-z0-9][A-Za-z0-9._-]{0,63})[:/](\d{1,10})$/

/** Where a text that somebody types may lead: an id's own page, or a search. */
export async function paletteResults(text: string): Promise<readonly PaletteEntry[]> {
  const typed = text.trim()
  if (typed === '') return []
  const encoded = encodeURIComponent(typed)
  const [, id] = rowId.exec(typed) ?? []
  const [, matchId, seq] = place.exec(typed) ?? []
  return [
    ...(id
      ? [
          go(`letter-${id}`, `Dead letter ${id}`, `/console/dead-letters?letter=${id}`),
          go(`replay-${id}`, `Replay ${id}`, `/console/replays/${id}`),
        ]
      : []),
    ...(fingerprint.test(typed)
      ? [go('group', 'Group of dead letters', `/console/dead-letters?fingerprint=${typed}`)]
      : []),
    ...(matchId && seq && !sourceEvent.test(typed)
      ? [go('event', `Event ${seq} of ${matchId}`, `/console/events/${matchId}/${seq}`)]
      : []),
    ...(sourceEvent.test(typed)
      ? [go('source-event', `Event ${typed}`, `/console/events?id=${encoded}`)]
      : []),
    go('search-events', `Search events for “${typed}”`, `/console/events?text=${encoded}`),
    go('search-letters', `Search dead letters for “${typed}”`, `/console/dead-letters?text=${encoded}`),
  ]
}

const go = (id: string, label: string, href: string): PaletteEntry => ({ id, label, href, group: 'Go to' })
