import Link from 'next/link'
import type { OperatorOutputs } from '../console/trpc-options.ts'
import { Badge } from '../kit/display/badge.tsx'
import { Panel } from '../kit/display/panel.tsx'
import { Time } from '../kit/time/time.tsx'

type Version = OperatorOutputs['explain']['delivery']['versions'][number]

interface EventVersionsProps {
  readonly matchId: string
  readonly versions: readonly Version[]
}

/** What became of an event since it first came, oldest first; each version is an event of the feed. */
export function EventVersions({ matchId, versions }: EventVersionsProps) {
  const earlier = (versions[0]?.version ?? 1) - 1
  return (
    <Panel title="Versions of the event">
      {earlier > 0 && <p className="mb-1.5 text-muted text-sm">{earlier} earlier versions are not shown.</p>}
      <ol className="grid gap-1.5 text-sm" data-testid="event-versions">
        {versions.map(version => (
          <li
            key={version.position}
            className="grid items-center gap-x-3 sm:grid-cols-[14rem_minmax(5rem,auto)_1fr]"
          >
            <Time at={version.storedAt} show="absolute" />
            <Link
              href={`/console/events/${encodeURIComponent(matchId)}/${version.position.split(':')[1]}`}
              className="font-mono underline underline-offset-4"
            >
              {version.position}
            </Link>
            <span className="flex flex-wrap items-center gap-1.5">
              <span>{nameOf(version)}</span>
              {version.isWithdrawn && <Badge tone="caution">Withdrawn</Badge>}
              {version.isCurrent && <Badge tone="good">Current</Badge>}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  )
}

const nameOf = ({ version, revision }: Version): string =>
  revision === null ? `Version ${version}` : `Version ${version}, revision ${revision}`
