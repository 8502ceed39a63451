import { approvalAbove, canaryStepsOf, mostRatePerSecond } from './canary.ts'
import { type ChosenCounts, leftOutInWords } from './letter-choice.ts'

export interface AskedReplay {
  readonly counts: ChosenCounts
  readonly canary: boolean
  readonly ratePerSecond: number
  readonly edited: number
}

/** What a live replay will do, a sentence each, before anybody agrees to it. */
export function replayPlan({ counts, canary, ratePerSecond, edited }: AskedReplay): string[] {
  const { dead } = counts
  const leftOut = leftOutInWords(counts)
  return [
    `It takes ${letters(dead)}${edited > 0 ? `, ${corrected(edited)}` : ''}.`,
    ...(leftOut === '' ? [] : [`It leaves out ${leftOut}: they are not dead.`]),
    ...(dead > 1 ? [canary ? canaryPlan(dead) : `All are sent at once, without a canary.`] : []),
    ...(dead > 1
      ? [`At ${ratePerSecond.toLocaleString('en')} a second it takes ${leastTime(dead, ratePerSecond)}.`]
      : []),
    ...(needsApproval(dead)
      ? [`More than ${approvalAbove} letters: it waits until a second person has agreed.`]
      : []),
  ]
}

export const needsApproval = (letterCount: number): boolean => letterCount > approvalAbove

const letters = (count: number): string =>
  `${count.toLocaleString('en')} ${count === 1 ? 'letter' : 'letters'}`
const corrected = (count: number): string =>
  count === 1 ? 'corrected as shown' : `${count} of them corrected`

function canaryPlan(total: number): string {
  const steps = canaryStepsOf(total).map(({ label }) => label)
  return `It begins with a canary: ${steps.join(', then ')}; it stops itself when one of these dies again.`
}

function leastTime(count: number, ratePerSecond: number): string {
  const seconds = Math.ceil(count / Math.max(1, ratePerSecond))
  if (seconds < 60) return `at least ${seconds} s`
  return seconds < 3_600
    ? `at least ${Math.ceil(seconds / 60)} min`
    : `at least ${Math.ceil(seconds / 3_600)} h`
}

export type RateText = { readonly rate: number } | { readonly message: string }

/** What somebody typed as a rate; a message where it is none. */
export function rateOf(text: string): RateText {
  const rate = Number(text)
  if (!/^\d{1,5}$/.test(text.trim()) || rate < 1 || rate > mostRatePerSecond) {
    return { message: `A whole number from 1 to ${mostRatePerSecond.toLocaleString('en')}.` }
  }
  return { rate }
}

/** Why nothing can be replayed or discarded; undefined if something can. */
export function whyNothingChosen(counts: ChosenCounts | undefined): string | undefined {
  if (!counts) return 'It is being counted.'
  if (counts.dead > 0) return undefined
  const leftOut = leftOutInWords(counts)
  return leftOut === '' ? 'No letter is chosen.' : `None of them is dead: ${leftOut}.`
}
