import { Figure } from '../kit/display/figure.tsx'
import { Panel } from '../kit/display/panel.tsx'
import { formatDuration } from '../kit/time/format-quantity.ts'
import { CanarySteps } from './canary-steps.tsx'
import { reportSentence } from './outcome-report.ts'
import { type Replay, ReplayProgress } from './replay-progress.tsx'
import { isOver, replayStates } from './replay-words.ts'

/** How far it is, how fast, and when it may end. */
export function ReplayNow({ replay }: { replay: Replay }) {
  const { progress, report, total, mode, state } = replay
  const over = isOver(state)
  return (
    <Panel title={over ? 'What came of it' : 'Progress'}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        {over ? (
          <p className="font-semibold">
            {reportSentence({ mode, total, outcomes: progress.outcomes, waiting: progress.waiting })}
          </p>
        ) : (
          <p className="text-muted text-sm">{replayStates[state].text}</p>
        )}
        <ReplayProgress replay={replay} />
        {replay.canary && total > 1 && <CanarySteps replay={replay} />}
        <div className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-4">
          <Figure label="Sent" value={progress.sent} hint={`of ${total.toLocaleString('en')}`} />
          <Figure label={over ? 'Not settled' : 'Waiting'} value={progress.waiting} />
          <Figure
            label="Rate"
            value={over ? report.settledPerSecond : progress.settledPerSecond}
            unit="/s"
            hint={`at most ${replay.ratePerSecond.toLocaleString('en')}/s`}
          />
          {over ? (
            <Figure label="Took" value={secondsInWords(report.durationSeconds)} />
          ) : (
            <Figure
              label="Ends in"
              value={secondsInWords(progress.etaSeconds)}
              hint="at the rate of the last 10 s"
            />
          )}
        </div>
      </div>
    </Panel>
  )
}

const secondsInWords = (seconds: number | null): string | null =>
  seconds === null ? null : formatDuration(seconds * 1_000)
