export type Selection = ReadonlySet<string>

export function toggleKey(selection: Selection, key: string): Selection {
  const next = new Set(selection)
  if (!next.delete(key)) next.add(key)
  return next
}

/** What was selected when the range began, and everything between its two ends. */
export function extendTo(
  base: Selection,
  keys: readonly string[],
  anchor: string,
  target: string,
): Selection {
  const [from, to] = [keys.indexOf(anchor), keys.indexOf(target)]
  if (to < 0) return base
  if (from < 0) return new Set([...base, target])
  return new Set([...base, ...keys.slice(Math.min(from, to), Math.max(from, to) + 1)])
}

export type ShownState = 'none' | 'some' | 'all'

export function shownState(selection: Selection, keys: readonly string[]): ShownState {
  if (selection.size === 0) return 'none'
  const count = keys.reduce((sum, key) => sum + Number(selection.has(key)), 0)
  if (count === 0) return 'none'
  return count === keys.length ? 'all' : 'some'
}

/** All shown are added; when all are selected they are taken out. What is not shown stays as it was. */
export function toggleShown(selection: Selection, keys: readonly string[]): Selection {
  const next = new Set(selection)
  const all = shownState(selection, keys) === 'all'
  for (const key of keys) {
    if (all) next.delete(key)
    else next.add(key)
  }
  return next
}
