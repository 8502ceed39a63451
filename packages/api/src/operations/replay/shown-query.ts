const shownIds = 50

/** What chose a replay's letters, for people to read: of many ids the first fifty, and how many more there are. */
export function shownQuery(query: unknown): unknown {
  if (typeof query !== 'object' || query === null || !('ids' in query)) return query
  const { ids } = query
  if (!Array.isArray(ids) || ids.length <= shownIds) return query
  return { ids: ids.slice(0, shownIds), moreIds: ids.length - shownIds }
}

export const withShownQuery = <T extends { readonly query: unknown }>(replay: T): T => ({
  ...replay,
  query: shownQuery(replay.query),
})
