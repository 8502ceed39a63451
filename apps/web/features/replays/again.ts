import { choiceOfReplay, type LetterChoice } from './letter-choice.ts'
import type { Replay } from './replay-progress.tsx'

export type Again =
  /** The same letters, for real. */
  | {
      readonly kind: 'for-real'
      readonly label: string
      readonly choice: LetterChoice
      readonly corrected: boolean
    }
  /** Those that failed again: which, its items tell. */
  | { readonly kind: 'what-failed'; readonly label: string; readonly letters: number }
  | { readonly kind: 'nothing'; readonly label: string; readonly whyNot: string }

type Ended = Pick<Replay, 'mode' | 'query'> & {
  readonly progress: Pick<Replay['progress'], 'outcomes'>
  readonly report: Pick<Replay['report'], 'corrected'>
}

/** What is offered once a replay is over: after a dry run the real one, else once more what failed. */
export function againOf({ mode, query, progress, report }: Ended): Again {
  if (mode === 'live') {
    const letters = progress.outcomes.dead_again ?? 0
    const label = 'Replay what failed again…'
    return letters > 0
      ? { kind: 'what-failed', label, letters }
      : { kind: 'nothing', label, whyNot: 'Nothing failed again.' }
  }
  const label = 'Replay it for real…'
  const choice = choiceOfReplay(query)
  if (!choice) return { kind: 'nothing', label, whyNot: 'What chose its letters is not known.' }
  return { kind: 'for-real', label, choice, corrected: report.corrected > 0 }
}
