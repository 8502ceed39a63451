'use client'

import { useState } from 'react'
import { useConsole } from '../console/console-context.tsx'
import { Button } from '../kit/actions/button.tsx'
import { useShortcut } from '../kit/shortcuts/use-shortcut.ts'
import { SelectionBar } from '../kit/table/selection-bar.tsx'
import type { LetterChoice } from '../replays/letter-choice.ts'
import { ReplayDialog } from '../replays/replay-dialog.tsx'
import { DiscardDialog } from './discard-dialog.tsx'

export interface AskedOfLetters {
  readonly what: 'replay' | 'discard'
  readonly choice: LetterChoice
  readonly open: boolean
}

/** What is asked of several letters: the dialog that is open, and with what. */
export function useAsked() {
  const [asked, setAsked] = useState<AskedOfLetters | null>(null)
  const ask = (what: AskedOfLetters['what'], choice: LetterChoice) => setAsked({ what, choice, open: true })
  return { asked, setAsked, ask }
}

interface LetterBulkProps extends ReturnType<typeof useAsked> {
  readonly selection: ReadonlySet<string>
  /** The row under the keyboard: taken where nothing is selected. */
  readonly active: string | null
  readonly onClear: () => void
}

const none = 'Select letters first, or go to one by j and k.'

/** The keys, the bar and the dialogs for what is selected. */
export function LetterBulk({ selection, active, onClear, asked, setAsked, ask }: LetterBulkProps) {
  const { whyNot } = useConsole()
  const wanted = wantedOf(selection, active)
  const whyNone = wanted ? undefined : none
  const whyNoReplay = whyNot('replay.create') ?? whyNone
  const whyNoDiscard = whyNot('deadLetter.discard') ?? whyNone
  const replay = () => wanted && ask('replay', wanted)
  const discard = () => wanted && ask('discard', wanted)
  const group = 'Dead letters'
  useShortcut({
    keys: 'r',
    label: 'Replay what is selected',
    group,
    run: replay,
    disabledReason: whyNoReplay,
  })
  useShortcut({
    keys: 'd',
    label: 'Discard what is selected',
    group,
    run: discard,
    disabledReason: whyNoDiscard,
  })
  return (
    <>
      <SelectionBar count={selection.size} onClear={onClear}>
        <Button size="sm" variant="primary" shortcut="r" disabledReason={whyNoReplay} onClick={replay}>
          Replay…
        </Button>
        <Button size="sm" variant="danger" shortcut="d" disabledReason={whyNoDiscard} onClick={discard}>
          Discard…
        </Button>
      </SelectionBar>
      {asked && (
        <>
          <ReplayDialog
            open={asked.open && asked.what === 'replay'}
            onOpenChange={open => setAsked({ ...asked, open })}
            choice={asked.choice}
            onCreated={onClear}
          />
          <DiscardDialog
            open={asked.open && asked.what === 'discard'}
            onOpenChange={open => setAsked({ ...asked, open })}
            choice={asked.choice}
            onDiscarded={onClear}
          />
        </>
      )}
    </>
  )
}

function wantedOf(selection: ReadonlySet<string>, active: string | null): LetterChoice | null {
  if (selection.size > 0) return { kind: 'selection', ids: [...selection] }
  return active === null ? null : { kind: 'letter', id: active }
}
