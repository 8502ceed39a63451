'use client'

import { useEffect, useState } from 'react'
import { useShortcut } from '../kit/shortcuts/use-shortcut.ts'
import { whyNotNext, whyNotPrevious } from './letter-steps.tsx'

interface LetterKeysProps {
  readonly onPrevious: (() => void) | undefined
  readonly onNext: (() => void) | undefined
  readonly edit: () => void
  readonly replay: () => void
  readonly discard: () => void
  readonly whyNotReplay: string | undefined
  readonly whyNotDiscard: string | undefined
}

/** The keys of an open letter. They come a moment after the drawer's own, and so before them. */
export function LetterKeys(props: LetterKeysProps) {
  const [isAfter, setAfter] = useState(false)
  useEffect(() => setAfter(true), [])
  return isAfter ? <Keys {...props} /> : null
}

const group = 'Letter'
const nothing = () => undefined

function Keys(props: LetterKeysProps) {
  const { onPrevious, onNext, edit, replay, discard } = props
  useShortcut({
    ...{ keys: '[', label: 'Previous letter', group, run: onPrevious ?? nothing },
    disabledReason: onPrevious ? undefined : whyNotPrevious,
  })
  useShortcut({
    ...{ keys: ']', label: 'Next letter', group, run: onNext ?? nothing },
    disabledReason: onNext ? undefined : whyNotNext,
  })
  useShortcut({ keys: 'e', label: 'Edit the payload', group, run: edit })
  useShortcut({
    keys: 'r',
    label: 'Replay the letter',
    group,
    run: replay,
    disabledReason: props.whyNotReplay,
  })
  useShortcut({
    keys: 'd',
    label: 'Discard the letter',
    group,
    run: discard,
    disabledReason: props.whyNotDiscard,
  })
  return null
}
