'use client'

import { callInWords, codeOf } from '../console/call-words.ts'
import { DetailDrawer } from '../kit/drawer/detail-drawer.tsx'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { ErrorState } from '../kit/states/error-state.tsx'
import { Skeleton } from '../kit/states/skeleton.tsx'
import { OpenLetter } from './open-letter.tsx'
import { isRowId, type LetterTab } from './use-address.ts'
import { useLetter } from './use-letter.ts'

export interface LetterDrawerProps {
  readonly id: string
  readonly tab: LetterTab
  readonly onTab: (tab: LetterTab) => void
  readonly onClose: () => void
  /** The neighbours in the list that is shown; undefined at its ends. */
  readonly onPrevious: (() => void) | undefined
  readonly onNext: (() => void) | undefined
  /** Opens the draft of a letter that was left with one. */
  readonly onReturn: (letterId: string) => void
}

/** One letter beside the list. Its code is loaded when the first is opened. */
export default function LetterDrawer(props: LetterDrawerProps) {
  const { id, onClose } = props
  const known = isRowId(id)
  const letter = useLetter(id, known)
  if (letter.data) return <OpenLetter {...props} key={id} letter={letter.data} />
  const isMissing = !known || codeOf(letter.error) === 'dead-letter-not-found'
  const shown = id.slice(0, 30)
  return (
    <DetailDrawer open onClose={onClose} title={`Letter ${shown}`} label={`Looking for letter ${shown}`}>
      {isMissing && (
        <EmptyState kind="filtered-out" title={`There is no dead letter ${shown}`}>
          The number in the address is wrong, or the letter was deleted. The list beside it is as it was.
        </EmptyState>
      )}
      {!isMissing && letter.error && (
        <ErrorState message={callInWords(letter.error).title} onRetry={() => letter.refetch()} />
      )}
      {!isMissing && !letter.error && <Skeleton lines={10} />}
    </DetailDrawer>
  )
}
