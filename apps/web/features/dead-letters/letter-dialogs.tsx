'use client'

import type { LetterChoice } from '../replays/letter-choice.ts'
import { ReplayDialog } from '../replays/replay-dialog.tsx'
import { DiscardDialog } from './discard-dialog.tsx'
import { parseText } from './payload-text.ts'
import type { EditedDraft } from './use-draft.ts'
import type { Letter } from './use-letter.ts'

export type AskedOfLetter = 'replay' | 'discard' | null

interface LetterDialogsProps {
  readonly letter: Letter
  readonly draft: EditedDraft
  readonly asks: AskedOfLetter
  readonly onAsk: (asks: AskedOfLetter) => void
}

/** What is asked before one letter is replayed, with its draft if there is one, or discarded. */
export function LetterDialogs({ letter, draft, asks, onAsk }: LetterDialogsProps) {
  const choice: LetterChoice = { kind: 'letter', id: letter.id }
  return (
    <>
      <ReplayDialog
        open={asks === 'replay'}
        onOpenChange={open => onAsk(open ? 'replay' : null)}
        choice={choice}
        correction={correctionOf(letter, draft)}
      />
      <DiscardDialog
        open={asks === 'discard'}
        onOpenChange={open => onAsk(open ? 'discard' : null)}
        choice={choice}
      />
    </>
  )
}

function correctionOf({ id, raw }: Letter, draft: EditedDraft) {
  const edited = draft.isChanged ? parseText(draft.text) : undefined
  if (!edited?.ok) return undefined
  const came = parseText(raw.text ?? '')
  return { letterId: id, payload: edited.value, before: came.ok ? came.value : raw.text, onSent: draft.reset }
}
