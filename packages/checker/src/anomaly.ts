/**
 * What can be wrong with a history.
 * lost: taken in, and in none of the places where it may have ended.
 * duplicated: one event stored twice, or one place delivered twice to one fan.
 * reordered: a fan got a place after a later one.
 * phantom: stored, delivered or buried, but never sent, or not as it was sent.
 * gap: a place that a match or a fan's feed passes over.
 * stale-overwrite: a score or a state that older truth has overwritten.
 * unbalanced: accounts or checkpoints that do not add up.
 */
export const anomalyKinds = [
  'lost',
  'duplicated',
  'reordered',
  'phantom',
  'gap',
  'stale-overwrite',
  'unbalanced',
] as const
export type AnomalyKind = (typeof anomalyKinds)[number]

export interface Anomaly {
  readonly kind: AnomalyKind
  /** The match, feed, topic or dead letter that it was found in. */
  readonly subject: string
  readonly message: string
}

export interface Findings {
  add(kind: AnomalyKind, subject: string, message: string): void
  counts(): Record<AnomalyKind, number>
  /** The first of each kind, as many as are kept. */
  list(): Anomaly[]
}

/** Counts all anomalies, and keeps the first `keepPerKind` of each kind. */
export function createFindings(keepPerKind: number): Findings {
  const kept: Anomaly[] = []
  const counts = new Map<AnomalyKind, number>()
  return {
    add(kind, subject, message) {
      const count = (counts.get(kind) ?? 0) + 1
      counts.set(kind, count)
      if (count <= keepPerKind) kept.push({ kind, subject, message })
    },
    counts: () =>
      Object.fromEntries(anomalyKinds.map(kind => [kind, counts.get(kind) ?? 0])) as Record<
        AnomalyKind,
        number
      >,
    list: () => [...kept],
  }
}
