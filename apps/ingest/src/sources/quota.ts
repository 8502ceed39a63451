/**
 * How many of the sources a replica reads: all the same number, and the first by name one more, as far as there are
 * sources left. The quotas of all replicas together are the number of sources, and one that comes last in the order only
 * lowers those of others. Undefined for who is not among them.
 */
export function quotaOf(sources: number, replicas: readonly string[], own: string): number | undefined {
  const rank = replicas.toSorted().indexOf(own)
  if (rank < 0) return undefined
  return Math.floor(sources / replicas.length) + (rank < sources % replicas.length ? 1 : 0)
}
