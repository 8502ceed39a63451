'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useConsole } from '../console/console-context.tsx'
import { Button } from '../kit/actions/button.tsx'
import {
  type ChosenCounts,
  faultOfChoice,
  type LetterChoice,
  type LetterQuery,
  leftOutInWords,
} from '../replays/letter-choice.ts'
import { lettersInWords } from './letter-words.ts'

interface LetterListHeadProps {
  readonly query: LetterQuery
  readonly bar: ReactNode
  readonly onReplay: (choice: LetterChoice) => void
  readonly onDiscard: (choice: LetterChoice) => void
}

const pollMs = 10_000

/** How many the filter lets through, and what can be done with all of them. */
export function LetterListHead({ query, bar, onReplay, onDiscard }: LetterListHeadProps) {
  const { trpc, whyNot } = useConsole()
  const choice: LetterChoice = { kind: 'filter', query }
  const fault = faultOfChoice(choice)
  const counts = useQuery(
    trpc.deadLetter.count.queryOptions({ query }, { enabled: fault === undefined, refetchInterval: pollMs }),
  )
  const whyNone = fault ?? (counts.data?.dead === 0 ? 'None of them is dead.' : undefined)
  return (
    <div className="mb-2 flex min-h-7 flex-wrap items-center gap-2">
      {bar}
      {counts.data && <p className="text-muted text-xs tabular-nums">{countsInWords(counts.data)}</p>}
      <span className="ml-auto flex gap-2">
        <Button
          size="sm"
          onClick={() => onReplay(choice)}
          disabledReason={whyNot('replay.create') ?? whyNone}
        >
          Replay all of the filter…
        </Button>
        <Button
          size="sm"
          onClick={() => onDiscard(choice)}
          disabledReason={whyNot('deadLetter.discard') ?? whyNone}
        >
          Discard all…
        </Button>
      </span>
    </div>
  )
}

function countsInWords(counts: ChosenCounts): string {
  const others = leftOutInWords(counts)
  return `${lettersInWords(counts.dead)} to mend${others === '' ? '' : `; ${others}`}`
}
