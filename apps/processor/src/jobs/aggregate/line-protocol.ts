import { latencyBoundsMs } from '@touchline/contracts'
import type { MatchWindow } from '@touchline/db'

/** Line protocol can't carry these: a backslash would escape what follows, a line break would end the line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: replacing control characters is the point.
const unspeakable = /[\u0000-\u001f\u007f\\]/g

/** A tag's key or value, or a field's key. Source: InfluxDB line protocol reference, "Special characters". */
export const escapeKey = (text: string): string =>
  text.replace(unspeakable, '_').replace(/[,= ]/g, character => `\\${character}`)

const measurement = 'match_window'

const buckets = [...latencyBoundsMs.map(bound => `latency_le_${bound}`), 'latency_above']

/**
 * A window as one point: `match_window,match=…,size=10s,source=all events=12i,… <start in ms>`. Fields are counts: by
 * lane, `type_<type>`, `latency_le_<ms>` (of that bucket alone) and so on. Written again, a point replaces itself.
 */
export function toLine(window: MatchWindow): string {
  const { matchId, sizeSeconds, source, startsAtMs, byType, latency } = window
  const { events, critical, normal, low, passesHome, passesAway, shotsHome, shotsAway, late } = window
  const fields: Record<string, number> = {
    events,
    critical,
    normal,
    low,
    passes_home: passesHome,
    passes_away: passesAway,
    shots_home: shotsHome,
    shots_away: shotsAway,
    late,
    ...Object.fromEntries(buckets.map((name, bucket) => [name, latency[bucket] ?? 0])),
    ...Object.fromEntries(Object.entries(byType).map(([type, n]) => [`type_${type}`, n])),
  }
  const tags = `match=${escapeKey(matchId)},size=${sizeSeconds}s,source=${escapeKey(source)}`
  const counts = Object.entries(fields).map(([name, n]) => `${escapeKey(name)}=${n}i`)
  return `${measurement},${tags} ${counts.join(',')} ${startsAtMs}`
}
