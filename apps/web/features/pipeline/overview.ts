/** What `pipeline.overview` answers. Any rate or gauge may be missing: a stage reports what it has. */
export interface StageReport {
  readonly stage: string
  readonly instance: string
  readonly reportedAt: string
  readonly rates: Readonly<Record<string, number>>
  readonly gauges: Readonly<Record<string, number>>
}

export interface Overview {
  readonly at: string
  readonly stages: readonly StageReport[]
  readonly outbox: { readonly depth: number; readonly oldestSeconds: number }
  readonly lag: readonly { readonly topic: string; readonly records: number; readonly seconds: number }[]
  readonly accounts: readonly TopicAccount[]
  readonly deadLetters: number
}

export interface TopicAccount {
  readonly topic: string
  readonly accepted: number
  readonly stored: number
  readonly duplicate: number
  readonly dead: number
  readonly superseded: number
  readonly shed: number
}

/** A stage that said nothing for this long is taken for gone. */
const silentAfterMs = 15_000

/** Instances of a stage that spoke lately, by the overview's own clock. */
export const instancesOf = ({ stages, at }: Overview, stage: string): readonly StageReport[] =>
  stages.filter(one => one.stage === stage && Date.parse(at) - Date.parse(one.reportedAt) < silentAfterMs)

/** A rate or gauge over all instances of a stage; undefined where none reports it. */
export function total(
  overview: Overview,
  stage: string,
  kind: 'rates' | 'gauges',
  name: string,
): number | undefined {
  const values = instancesOf(overview, stage).flatMap(one => one[kind][name] ?? [])
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0)
}

/** Records that are on their way: accepted, with no verdict yet. */
export const underWay = ({ accepted, stored, duplicate, dead, superseded, shed }: TopicAccount): number =>
  accepted - stored - duplicate - dead - superseded - shed
