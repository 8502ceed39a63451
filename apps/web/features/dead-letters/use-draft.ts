'use client'

import { useEffect, useRef, useState } from 'react'
import {
  createMemoryStorage,
  type Draft,
  type DraftStorage,
  dropDraft,
  isChanged,
  keepDraft,
  readDraft,
} from './draft.ts'
import { hideAgain, parseText, prettyText } from './payload-text.ts'

const whileRevealed = createMemoryStorage()
const ofTab = (): DraftStorage => (typeof sessionStorage === 'undefined' ? whileRevealed : sessionStorage)

export interface EditedDraft {
  readonly text: string
  readonly isChanged: boolean
  /** False where the browser could not keep it: leaving the page loses it. */
  readonly isKept: boolean
  change(text: string): void
  reset(): void
}

interface DraftedLetter {
  readonly id: string
  /** The payload's text as it is shown now. */
  readonly raw: string | null
  readonly isRevealed: boolean
}

/** The draft of one letter; it outlives the drawer. What was typed while fields were revealed is not written down. */
export function useDraft({ id, raw, isRevealed }: DraftedLetter): EditedDraft {
  const base = prettyText(raw)
  const [draft, setDraft] = useState<Draft | null>(
    () => readDraft(whileRevealed, id) ?? readDraft(ofTab(), id),
  )
  const [isKept, setKept] = useState(true)
  const put = (next: Draft, revealed: boolean) => {
    setDraft(next)
    dropDraft(revealed ? ofTab() : whileRevealed, id)
    setKept(keepDraft(revealed ? whileRevealed : ofTab(), id, next))
  }
  const shown = useRef({ raw, isRevealed })
  useEffect(() => {
    const before = shown.current
    shown.current = { raw, isRevealed }
    if (!draft || before.isRevealed === isRevealed) return
    const text = isRevealed ? draft.text : rehidden(draft.text, before.raw, raw)
    put({ text: text ?? base, base }, isRevealed)
  })
  const reset = () => {
    setDraft(null)
    setKept(true)
    dropDraft(whileRevealed, id)
    dropDraft(ofTab(), id)
  }
  return {
    text: draft?.text ?? base,
    isChanged: draft !== null && draft.text !== base && isChanged(draft),
    isKept: isKept && !isRevealed,
    change: text => put({ text, base }, isRevealed),
    reset,
  }
}

function rehidden(text: string, revealed: string | null, masked: string | null): string | undefined {
  const before = parseText(revealed ?? '')
  const now = parseText(masked ?? '')
  return before.ok && now.ok ? hideAgain(text, { revealed: before.value, masked: now.value }) : undefined
}
