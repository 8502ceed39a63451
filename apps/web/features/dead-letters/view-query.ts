const passing = ['letter', 'group', 'tab'] as const

/** What of an address is worth a name: its filter and its view, not what happens to be open. */
export function viewQueryOf(given: URLSearchParams): string {
  const kept = new URLSearchParams(given)
  for (const name of passing) kept.delete(name)
  const query = kept.toString()
  return query === '' ? '' : `?${query}`
}
