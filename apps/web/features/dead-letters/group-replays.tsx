import Link from 'next/link'
import { StatePill } from '../kit/display/state-pill.tsx'
import { Time } from '../kit/time/time.tsx'
import { replayStates } from '../replays/replay-words.ts'
import type { GroupView } from './use-group.ts'

export function GroupReplays({ view: { replays } }: { view: GroupView }) {
  return (
    <section aria-label="Replays of the group" className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <h3 className="eyebrow">What was tried</h3>
      {replays.length === 0 && <p className="text-muted">No letter of it was replayed yet.</p>}
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
        {replays.map(replay => (
          <li key={replay.id} className="flex flex-wrap items-center gap-2">
            <Link
              href={`/console/replays/${replay.id}`}
              prefetch={false}
              className="text-accent underline underline-offset-4"
            >
              {replay.mode === 'dry_run' ? 'Dry run' : 'Replay'} {replay.id}
            </Link>
            <StatePill tone={replayStates[replay.state].tone} label={replayStates[replay.state].label} />
            <span className="text-muted text-xs">
              <Time at={replay.createdAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
