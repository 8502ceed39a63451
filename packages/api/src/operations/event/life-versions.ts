import type { MatchEvent } from '@touchline/contracts'
import { type Database, readVersions, type VersionOfEvent } from '@touchline/db'
import type { LifeRevision } from './life-view.ts'

const maxVersions = 20

/** Every version of an event that was revised, oldest first, from whichever of them one looks; else none. */
export async function readLifeVersions(database: Database, event: MatchEvent): Promise<LifeRevision[]> {
  const versions = await readVersions(database, event, maxVersions)
  if (versions.length < 2) return []
  return versions
    .map((version, index) => ({
      ...{ kind: 'version' as const, holds: index === 0 },
      ...{ matchId: event.matchId, seq: version.seq, type: version.type, at: version.storedAt.toISOString() },
      text: `${nameOf(version)}, ${changeIn(version)}`,
    }))
    .reverse()
}

const nameOf = ({ version, revision }: VersionOfEvent): string =>
  revision === null ? `version ${version + 1}` : `version ${version + 1} (revision ${revision})`

interface Said {
  readonly type: string
  readonly occurredAt: string
  readonly clock: object
  readonly payload: object
}

/** Names of what changed, never values: those are masked where the payload is shown. */
function changeIn({ type, version, payload }: VersionOfEvent): string {
  if (type === 'event-withdrawn') return 'withdrawn'
  const { previous, event: now } = payload as { readonly previous?: Said | null; readonly event?: Said }
  if (version === 0 || type !== 'event-revised' || !now) return `as it first came: ${type}`
  if (!previous) return `came back as ${now.type}`
  if (previous.type !== now.type) return `${previous.type} became ${now.type}`
  const changed = [
    ...differing({ occurredAt: previous.occurredAt }, { occurredAt: now.occurredAt }),
    ...differing(previous.clock, now.clock).map(name => `clock.${name}`),
    ...differing(previous.payload, now.payload),
  ]
  return changed.length === 0 ? 'nothing changed' : `changed ${changed.join(', ')}`
}

function differing(a: object, b: object): string[] {
  const [one, other] = [new Map(Object.entries(a)), new Map(Object.entries(b))]
  const names = new Set([...one.keys(), ...other.keys()])
  return [...names].filter(name => JSON.stringify(one.get(name)) !== JSON.stringify(other.get(name))).sort()
}
