import type { ReplayOutcome } from '@touchline/contracts'
import { outcomes } from '../dead-letters/letter-words.ts'
import type { Tone } from '../kit/display/tone.ts'

export interface OutcomePart {
  readonly label: string
  readonly value: number
  readonly tone: Tone
  readonly outcome: ReplayOutcome
}

const order: readonly ReplayOutcome[] = [
  'recovered',
  'would_recover',
  'superseded',
  'would_be_superseded',
  'dead_again',
  'would_fail',
  'skipped',
]

type Counts = Partial<Record<ReplayOutcome, number>>

/** Those that occurred, the good first. */
export const outcomeParts = (counts: Counts): OutcomePart[] =>
  order.flatMap(outcome => {
    const value = counts[outcome] ?? 0
    return value === 0 ? [] : [{ outcome, value, ...outcomes[outcome] }]
  })

export interface ReportedReplay {
  readonly mode: 'dry_run' | 'live'
  readonly total: number
  readonly outcomes: Counts
  /** Not settled. */
  readonly waiting: number
}

/** What came of a replay, in a sentence. */
export function reportSentence({ mode, total, outcomes: counts, waiting }: ReportedReplay): string {
  const { good, replaced, failed } = sums(counts)
  const dry = mode === 'dry_run'
  const parts = [
    said(good, dry ? 'would recover' : 'recovered'),
    said(replaced, dry ? 'would be superseded' : 'superseded'),
    said(failed, dry ? 'would fail again' : 'died again'),
    said(counts.skipped ?? 0, 'skipped'),
    said(waiting, 'not sent'),
  ].filter(part => part !== '')
  return `Of ${total.toLocaleString('en')} ${total === 1 ? 'letter' : 'letters'}: ${parts.join(', ') || 'nothing yet'}.`
}

const said = (count: number, what: string): string =>
  count === 0 ? '' : `${count.toLocaleString('en')} ${what}`

const sums = (counts: Counts) => ({
  good: (counts.recovered ?? 0) + (counts.would_recover ?? 0),
  replaced: (counts.superseded ?? 0) + (counts.would_be_superseded ?? 0),
  failed: (counts.dead_again ?? 0) + (counts.would_fail ?? 0),
})

/** How a dry run counsels: to replay, to look again, or not to. */
export function counselOf({ outcomes: counts }: Pick<ReportedReplay, 'outcomes'>): {
  readonly tone: Tone
  readonly text: string
} {
  const { good, replaced, failed } = sums(counts)
  if (failed === 0 && good > 0) {
    return { tone: 'good', text: 'Nothing would fail with the build that runs now.' }
  }
  if (failed === 0) return { tone: 'neutral', text: nothingToGain(replaced) }
  if (good + replaced === 0) {
    return {
      tone: 'critical',
      text: 'All would fail again. Correct the payload, or wait for a build that takes it.',
    }
  }
  return { tone: 'caution', text: 'Some would fail again; a canary that meets one of them stops the replay.' }
}

/** What to say of several failures that were written in the same way. */
export const failuresInWords = (letters: number): string =>
  `${letters.toLocaleString('en')} ${letters === 1 ? 'letter' : 'letters'}`

function nothingToGain(replaced: number): string {
  if (replaced === 0) return 'No letter was still dead.'
  const place = replaced === 1 ? 'its place' : 'the place of all'
  return `Something newer stands in ${place}: a replay would change nothing.`
}
