import { Button } from '../kit/actions/button.tsx'
import { EmptyState } from '../kit/states/empty-state.tsx'
import type { LetterQuery } from '../replays/letter-choice.ts'

/** What both ways of looking at dead letters are given. */
export interface ViewProps {
  readonly query: LetterQuery
  /** The filter, written out. */
  readonly scope: string
  readonly isFiltered: boolean
  readonly onClearFilter: () => void
}

/** The scope of no rows: the first that come are shown at once, whatever is open. */
export const waiting = 'waiting'

/** An empty list: nothing died, or nothing that the filter lets through. */
export function NoLetters({ isFiltered, onClearFilter }: Pick<ViewProps, 'isFiltered' | 'onClearFilter'>) {
  if (isFiltered)
    return (
      <EmptyState kind="filtered-out" action={<Button onClick={onClearFilter}>Clear the filter</Button>} />
    )
  return (
    <EmptyState kind="all-done" title="No dead letters">
      Everything that came was processed.
    </EmptyState>
  )
}
