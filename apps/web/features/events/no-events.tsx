import { Button } from '../kit/actions/button.tsx'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { formatCount } from '../kit/time/format-quantity.ts'

interface NoEventsProps {
  readonly isFiltered: boolean
  /** Stored events that the search does not have yet. */
  readonly behind: number
  readonly onClear: () => void
}

/** Which of the ways of finding nothing it is. */
export function NoEvents({ isFiltered, behind, onClear }: NoEventsProps) {
  if (behind > 0) {
    return (
      <EmptyState kind="away" title="The search is behind">
        {formatCount(behind)} stored events are not in it yet: what you look for may be among them. It is
        filled behind the events themselves, so that they are never held up.
      </EmptyState>
    )
  }
  if (!isFiltered) {
    return (
      <EmptyState kind="nothing-yet" title="No event has been stored yet">
        The first one shows here about a second after it was stored.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      kind="filtered-out"
      title="No event matches"
      action={<Button onClick={onClear}>Clear the filter</Button>}
    >
      The last word may be the beginning of one; others must be whole. Readings of where the ball and players
      are have no words: choose their type and a match.
    </EmptyState>
  )
}
