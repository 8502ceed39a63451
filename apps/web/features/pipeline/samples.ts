import { type Overview, total } from './overview.ts'

/** One point of the chart; per second. Null where a stage did not report. */
export interface Sample {
  readonly atMs: number
  readonly accepted: number | null
  readonly stored: number | null
  readonly published: number | null
  readonly delivered: number | null
}
export const seriesNames = ['accepted', 'stored', 'published', 'delivered'] as const
export type SeriesName = (typeof seriesNames)[number]

const keptMs = 5 * 60_000

/** The last five minutes with the newest overview added; the same overview twice changes nothing. */
export function withSample(samples: readonly Sample[], overview: Overview): readonly Sample[] {
  const atMs = Date.parse(overview.at)
  if (samples.at(-1)?.atMs === atMs) return samples
  const sample: Sample = {
    atMs,
    accepted: total(overview, 'ingest', 'rates', 'acceptedPerSecond') ?? null,
    stored: total(overview, 'processor', 'rates', 'storedPerSecond') ?? null,
    published: total(overview, 'relay', 'rates', 'publishedPerSecond') ?? null,
    delivered: total(overview, 'gateway', 'rates', 'deliveredPerSecond') ?? null,
  }
  return [...samples.filter(one => atMs - one.atMs < keptMs), sample]
}
