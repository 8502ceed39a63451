import Link from 'next/link'
import { Panel } from '../kit/display/panel.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { Callout } from '../kit/states/callout.tsx'
import { counselOf, failuresInWords } from './outcome-report.ts'
import { ReplayFailures } from './replay-failures.tsx'
import type { Replay } from './replay-progress.tsx'

const link = 'text-accent underline underline-offset-4'

/** Once it is over: what failed and of what, and what stood in place of the superseded. */
export function ReplayReport({ replay }: { replay: Replay }) {
  const { failures, report, mode, progress } = replay
  const counsel = counselOf(progress)
  const hasNothing = failures.length === 0 && report.superseded.length === 0
  if (hasNothing && mode === 'live') return null
  return (
    <Panel title="Outcome report" id="outcome-report">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {mode === 'dry_run' && (
          <Callout tone={counsel.tone} title={counsel.text}>
            It was rolled back: nothing was changed.
          </Callout>
        )}
        {failures.length > 0 && (
          <section aria-label="What failed" className="grid grid-cols-[minmax(0,1fr)] gap-2">
            <h3 className="eyebrow">
              {mode === 'dry_run' ? 'What would fail, by cause' : 'What died again, by cause'}
            </h3>
            <ReplayFailures failures={failures} />
          </section>
        )}
        {report.superseded.length > 0 && <Superseded superseded={report.superseded} />}
      </div>
    </Panel>
  )
}

function Superseded({ superseded }: { superseded: Replay['report']['superseded'] }) {
  return (
    <section aria-label="Superseded by" className="grid grid-cols-[minmax(0,1fr)] gap-1.5 text-sm">
      <h3 className="eyebrow">Superseded by what</h3>
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
        {superseded.map(({ matchId, seq, message, letters, letterId }) => (
          <li key={`${matchId} ${seq} ${message}`} className="rounded-lg bg-raised px-3 py-2">
            <p className="flex flex-wrap items-baseline gap-x-2">
              {seq === null ? (
                <VisibleText text={matchId} maxChars={64} />
              ) : (
                <Link
                  href={`/console/events/${encodeURIComponent(matchId)}/${seq}`}
                  prefetch={false}
                  className={link}
                >
                  <VisibleText text={`${matchId} #${seq}`} maxChars={80} />
                </Link>
              )}
              <span className="text-muted text-xs">
                {failuresInWords(letters)}, such as{' '}
                <Link
                  href={`/console/dead-letters?view=letters&letter=${letterId}`}
                  prefetch={false}
                  className={link}
                >
                  letter {letterId}
                </Link>
              </span>
            </p>
            {message !== null && (
              <p className="text-xs">
                <VisibleText text={message} maxChars={400} />
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
