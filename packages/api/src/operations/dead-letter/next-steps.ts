import { expiryWarningHours, reprocessAfterHours } from '@touchline/contracts'
import type { LetterDetail } from '@touchline/db'

/** What will become of a letter by itself. */
export interface NextStep {
  readonly kind: 'reprocess' | 'warn' | 'expire' | 'nothing'
  /** ISO 8601; null: at no time. */
  readonly at: string | null
  readonly text: string
}

type Fate = Pick<
  LetterDetail,
  'state' | 'disposition' | 'reprocessings' | 'reprocessAt' | 'expiresAt' | 'warnedHours' | 'settledBy'
>

const hourMs = 3_600_000

/** What automatic care will do with a letter, in the order of time. Pure: as things stand now. */
export function nextSteps(letter: Fate, nowMs: number): NextStep[] {
  const { state, expiresAt } = letter
  if (state === 'replaying')
    return [nothing('a replay has sent it; it ends recovered, superseded or dead again')]
  if (state !== 'dead' && state !== 'dead_again')
    return [nothing(`it is ${state}: nothing more happens by itself`)]
  const expiry: NextStep = {
    ...{ kind: 'expire', at: expiresAt },
    text: 'it expires: it is kept, and can no longer be replayed',
  }
  const steps = [...reprocessings(letter, nowMs), ...warnings(letter, nowMs), expiry]
  return steps.sort((a, b) => timeOf(a) - timeOf(b))
}

const nothing = (text: string): NextStep => ({ kind: 'nothing', at: null, text })
const timeOf = ({ at }: NextStep): number => (at === null ? Number.NEGATIVE_INFINITY : Date.parse(at))

const whyNever = {
  poison: 'it is not replayed by itself: a good event passes where it failed, so it is itself to blame',
  stale: 'it is not replayed by itself: it died of its age',
} as const

function reprocessings(letter: Fate, nowMs: number): NextStep[] {
  const { disposition, reprocessAt, reprocessings: done, expiresAt } = letter
  if (disposition !== 'systemic') return [nothing(whyNever[disposition])]
  if (reprocessAt === null) return [nothing(`it was replayed by itself ${done} times, which is all`)]
  const steps: NextStep[] = []
  let atMs = Date.parse(reprocessAt)
  for (let nth = done + 1; nth <= reprocessAfterHours.length; nth += 1) {
    if (atMs >= Date.parse(expiresAt)) break
    steps.push({
      kind: 'reprocess',
      at: new Date(atMs).toISOString(),
      text: reprocessText(nth, done, atMs <= nowMs),
    })
    atMs = Math.max(atMs, nowMs) + (reprocessAfterHours[nth] ?? 0) * hourMs
  }
  return steps
}

function reprocessText(nth: number, done: number, isDue: boolean): string {
  const which = `replayed by itself, time ${nth} of ${reprocessAfterHours.length}`
  if (nth > done + 1) return `${which}, if it has died again by then`
  return isDue ? `${which}: due now, within half a minute` : which
}

function warnings({ expiresAt, warnedHours }: Fate, nowMs: number): NextStep[] {
  return expiryWarningHours
    .filter(hours => warnedHours === null || hours < warnedHours)
    .map(hours => ({ hours, atMs: Date.parse(expiresAt) - hours * hourMs }))
    .filter(({ atMs }) => atMs > nowMs)
    .map(({ hours, atMs }) => ({
      kind: 'warn',
      at: new Date(atMs).toISOString(),
      text: `a warning that it expires in ${hours === 1 ? 'an hour' : `${hours} hours`}`,
    }))
}
