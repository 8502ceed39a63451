import type { OperatorInputs } from '../console/trpc-options.ts'
import { usualRatePerSecond } from './canary.ts'
import { type ChosenCounts, inputOf, type LetterChoice } from './letter-choice.ts'
import { type RateText, whyNothingChosen } from './replay-plan.ts'

const mostReasonChars = 500

/** One letter's corrected payload. */
export interface Correction {
  readonly letterId: string
  readonly payload: unknown
  /** What came. */
  readonly before?: unknown
  /** Called once the live replay is created. */
  readonly onSent?: () => void
}

export interface Typed {
  readonly reason: string
  readonly rate: string
  /** Null: as is usual for so many. */
  readonly canary: boolean | null
}
export const untouched: Typed = { reason: '', rate: String(usualRatePerSecond), canary: null }

export interface Asked {
  /** Why this operator may not. */
  readonly refused: string | undefined
  /** What is wrong with the choice itself. */
  readonly fault: string | undefined
  readonly counts: ChosenCounts | undefined
  readonly reason: string
  readonly rate: RateText
}

/** Why neither a dry run nor a replay can begin; undefined if both can. */
export function whyNotReplay({ refused, fault, counts, reason, rate }: Asked): string | undefined {
  const earlier = refused ?? fault ?? whyNothingChosen(counts)
  if (earlier !== undefined) return earlier
  const chars = reason.trim().length
  if (chars === 0) return 'Say why: the reason goes into the audit trail.'
  if (chars > mostReasonChars)
    return `The reason has at most ${mostReasonChars} characters; this has ${chars}.`
  return 'message' in rate ? `The rate is ${rate.message.toLowerCase()}` : undefined
}

interface AskedRequest {
  readonly choice: LetterChoice
  readonly typed: Typed
  readonly rate: RateText
  readonly canary: boolean
  readonly correction: Correction | undefined
}

/** As the procedure takes it. A dry run has no canary: it sends nothing. */
export function requestOf(
  mode: 'dry_run' | 'live',
  { choice, typed, rate, canary, correction }: AskedRequest,
): OperatorInputs['replay']['create'] {
  return {
    ...inputOf(choice),
    mode,
    reason: typed.reason.trim(),
    ratePerSecond: 'rate' in rate ? rate.rate : usualRatePerSecond,
    ...(mode === 'live' && { canary }),
    ...(correction && { edits: [{ letterId: correction.letterId, payload: correction.payload }] }),
  }
}

interface LiveButton {
  readonly dead: number
  readonly isTried: boolean
  readonly correction: boolean
}

/** What the button says that changes things. */
export function liveLabel({ dead, isTried, correction }: LiveButton): string {
  const letters = `${dead.toLocaleString('en')} ${dead === 1 ? 'letter' : 'letters'}`
  const what = correction ? 'the correction' : letters
  return isTried ? `Replay ${what}` : `Replay ${what} without a dry run`
}
