/** A line of the command palette: a page to go to, or something to do. */
export interface PaletteEntry {
  readonly id: string
  readonly label: string
  readonly group?: string | undefined
  readonly hint?: string | undefined
  readonly keys?: string | undefined
  readonly href?: string | undefined
  readonly run?: (() => void) | undefined
}

function rankOf(label: string, words: readonly string[]): number {
  const lower = label.toLowerCase()
  let rank = 0
  for (const word of words) {
    const at = lower.indexOf(word)
    if (at < 0) return -1
    rank += at === 0 ? 3 : lower[at - 1] === ' ' ? 2 : 1
  }
  return rank
}

/** Entries that have every word of the query, those that begin with them first; order is kept otherwise. */
export function findEntries(entries: readonly PaletteEntry[], query: string): readonly PaletteEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return entries
  return entries
    .map(entry => ({ entry, rank: rankOf(`${entry.label} ${entry.group ?? ''}`, words) }))
    .filter(({ rank }) => rank >= 0)
    .toSorted((a, b) => b.rank - a.rank)
    .map(({ entry }) => entry)
}

/** Finds entries for a text elsewhere: matches, events. */
export type PaletteQuery = (text: string, signal: AbortSignal) => Promise<readonly PaletteEntry[]>
