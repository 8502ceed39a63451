import Link from 'next/link'
import { useConsole } from '../console/console-context.tsx'
import { Button } from '../kit/actions/button.tsx'
import { Badge } from '../kit/display/badge.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { Time } from '../kit/time/time.tsx'
import type { FindingView } from './report-drawer.tsx'
import { stageOf } from './report-words.ts'

interface FindingCardProps {
  readonly view: FindingView
  readonly onRepair: (view: FindingView) => void
}

/** One gap: the stage that lost it, what that means, and exactly what mends it. */
export function FindingCard({ view, onRepair }: FindingCardProps) {
  const { whyNot } = useConsole()
  const { what, repair } = view
  const mends = repair.kind !== 'none'
  return (
    <li className="rounded-lg border border-line p-3 text-sm" data-testid="finding">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone="critical">{stageOf(what)}</Badge>
        {'since' in what && (
          <span className="text-muted text-xs">
            since <Time at={what.since} />
          </span>
        )}
        {'stage' in what && what.repair !== 'none' && (
          <span className="text-muted text-xs">mended by itself at the time: {selfTexts[what.repair]}</span>
        )}
      </div>
      <p className="mt-2">
        <VisibleText text={repair.says} />
      </p>
      <p className="mt-1 text-muted">{repair.text}</p>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        {mends && (
          <Button size="sm" onClick={() => onRepair(view)} disabledReason={whyNot('delivery.repair')}>
            {repair.label}…
          </Button>
        )}
        {what.matchId !== '' && (
          <Link
            href={`/console/matches/${encodeURIComponent(what.matchId)}`}
            className="text-accent text-xs underline underline-offset-4"
          >
            The match
          </Link>
        )}
      </div>
    </li>
  )
}

const selfTexts = { requeued: 'put out again', 'relay-woken': 'the relay was woken' } as const
