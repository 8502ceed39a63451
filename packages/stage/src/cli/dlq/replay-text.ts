import type { CreatedReplay, ReplayListPage, ReplayView } from '@touchline/api'
import { canarySteps } from '@touchline/contracts'
import { localTime } from '../terminal/local-time.ts'
import { countsText, lineWidth, tableLines } from '../terminal/table.ts'
import { fit, visible } from '../terminal/visible.ts'

/** Where a replay stands, in one line. */
export function replayLine({ id, state, total, canary, canaryStep, progress }: ReplayView): string {
  const { settled, settledPerSecond, etaSeconds, outcomes } = progress
  const parts = [
    `replay ${id} ${state}: ${settled} of ${total}`,
    `${settledPerSecond}/s`,
    ...(canary ? [`step ${canaryStep + 1} of ${canarySteps}`] : []),
    ...(etaSeconds === null ? [] : [`${etaSeconds} s left`]),
    ...(settled > 0 ? [countsText(outcomes)] : []),
  ]
  return fit(parts.join(', '), lineWidth)
}

export function createdText({ id, total, state, leftOut, unknown }: CreatedReplay): string {
  const left = countsText(leftOut)
  return [
    `replay ${id}: ${total} ${total === 1 ? 'letter' : 'letters'}`,
    ...(left === 'none' ? [] : [`left out, not dead: ${left}`]),
    ...(state === 'awaiting_approval' ? ['awaits the approval of somebody else'] : []),
    ...(unknown > 0 ? [`no such letter: ${unknown}`] : []),
  ].join('; ')
}

/** What failed says what to do, which is not cut off. */
const failureWidth = 2 * lineWidth

/** Everything about one replay. */
export function replayText(replay: ReplayView): string {
  const { progress, failures } = replay
  return [
    replayLine(replay),
    `  ${replay.mode}, at most ${replay.ratePerSecond}/s, ${progress.sent} sent${againText(replay)}, ${progress.allowed} allowed so far`,
    `  by ${visible(replay.requestedBy)}: ${visible(replay.reason)}`,
    `  created ${localTime(replay.createdAt)}${replay.finishedAt ? `, ended ${localTime(replay.finishedAt)}` : ''}`,
    ...(replay.decidedBy
      ? [`  ${replay.state === 'declined' ? 'declined' : 'approved'} by ${visible(replay.decidedBy)}`]
      : []),
    ...(replay.stopReason ? [`  it stopped: ${visible(replay.stopReason)}`] : []),
    `  outcomes: ${countsText(progress.outcomes)}`,
    ...replay.report.superseded.map(({ letters, matchId, seq, message }) =>
      fit(
        `  ${letters} × superseded in ${matchId}${seq === null ? '' : ` by event ${seq}`}: ${message ?? ''}`,
        lineWidth,
      ),
    ),
    ...failures.map(({ letters, fingerprint, errorCode, message, letterId }) =>
      fit(
        `  ${letters} × ${[errorCode, fingerprint].filter(Boolean).join(' ')} letter ${letterId}: ${message ?? ''}`,
        failureWidth,
      ),
    ),
  ].join('\n')
}

const againText = ({ progress: { sentAgain } }: ReplayView): string =>
  sentAgain === 0 ? '' : ` (${sentAgain} more than once)`

const columns = [
  { title: 'ID', width: 7 },
  { title: 'CREATED', width: 25 },
  { title: 'MODE', width: 7 },
  { title: 'STATE', width: 17 },
  { title: 'LETTERS', width: 7 },
  { title: 'BY: REASON', width: 27 },
]

export function replaysText({ items, next }: ReplayListPage): string {
  if (items.length === 0) return 'no replays'
  const rows = items.map(({ id, createdAt, mode, state, total, requestedBy, reason }) => [
    ...[id, localTime(createdAt), mode, state, String(total), `${requestedBy}: ${reason}`],
  ])
  return [...tableLines(columns, rows), ...(next ? [`more: --before ${next}`] : [])].join('\n')
}
