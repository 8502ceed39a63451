'use client'

import { useMemo } from 'react'
import { CallError } from '../console/call-error.tsx'
import { useConsole } from '../console/console-context.tsx'
import { Button } from '../kit/actions/button.tsx'
import { StatePill } from '../kit/display/state-pill.tsx'
import { JsonDiff3 } from '../kit/json/json-diff3.tsx'
import { JsonEditor } from '../kit/json/json-editor.tsx'
import { Callout } from '../kit/states/callout.tsx'
import { editorFaults, verdictInWords } from './edit-words.ts'
import { EditorFocus } from './editor-focus.tsx'
import { parseText } from './payload-text.ts'
import { RevealBar } from './reveal-bar.tsx'
import type { EditedDraft } from './use-draft.ts'
import type { EditVerdict } from './use-edit-check.ts'
import { type Letter, useComparison } from './use-letter.ts'

interface LetterEditProps {
  readonly letter: Letter
  readonly draft: EditedDraft
  readonly verdict: EditVerdict
  /** Opens the replay of the draft. */
  readonly onReplay: () => void
  readonly whyNotReplay: string | undefined
  /** How often the key to edit was pressed: each time the editor takes the focus. */
  readonly editAsked: number
}

export function LetterEdit(props: LetterEditProps) {
  const { letter, draft, verdict, onReplay, whyNotReplay } = props
  const { whyNot } = useConsole()
  const refused = whyNot('deadLetter.checkEdit')
  const said = verdictInWords(verdict, draft.isChanged)
  const faults = useMemo(() => editorFaults(verdict), [verdict])
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <RevealBar letter={letter} />
      {refused && (
        <Callout tone="neutral" title="You can look, and not change it">
          {refused}
        </Callout>
      )}
      {letter.raw.text === null && (
        <Callout tone="neutral">
          Its bytes are no JSON, or hidden as a whole; what you write here takes the place of all of them.
        </Callout>
      )}
      <EditorFocus asked={props.editAsked}>
        <JsonEditor
          label={`Corrected payload of letter ${letter.id}`}
          value={draft.text}
          onChange={draft.change}
          faults={faults}
          maxBytes={mostBytes}
          onSubmit={whyNotReplay === undefined ? onReplay : undefined}
          readOnly={refused !== undefined}
          height="22rem"
        />
      </EditorFocus>
      <div className="flex flex-wrap items-center gap-2">
        <span aria-live="polite">
          <StatePill tone={said.tone} label={said.text} />
        </span>
        <span className="ml-auto flex gap-2">
          <Button
            size="sm"
            onClick={draft.reset}
            disabledReason={draft.isChanged ? undefined : 'Nothing has been changed.'}
          >
            Reset
          </Button>
          <Button
            size="sm"
            variant="primary"
            shortcut="mod+enter"
            onClick={onReplay}
            disabledReason={whyNotReplay}
          >
            {draft.isChanged ? 'Replay the correction…' : 'Replay as it is…'}
          </Button>
        </span>
      </div>
      {draft.isChanged && <p className="text-muted text-xs">{keptInWords(draft, letter)}</p>}
      {verdict.kind === 'failed' && <CallError error={verdict.error} onRetry={verdict.retry} />}
      <ThreeWays letter={letter} text={draft.text} />
    </div>
  )
}

const mostBytes = 1_048_576

function keptInWords({ isKept }: EditedDraft, { reveal }: Letter): string {
  if (isKept) return 'Your draft is kept in this tab of the browser until it is replayed or reset.'
  return reveal
    ? 'While hidden fields are shown your draft is not written down: it is lost if you leave the console.'
    : 'The browser could not keep your draft: it is lost if you leave the console.'
}

/** As it came, the last good one, and the draft. */
function ThreeWays({ letter, text }: { letter: Letter; text: string }) {
  const comparison = useComparison(letter)
  const mine = useMemo(() => parseText(text), [text])
  if (!comparison.data) return null
  const { payload, lastGood } = comparison.data
  if (!mine.ok)
    return <p className="text-muted text-sm">The comparison is shown again once your text is JSON.</p>
  return (
    <section aria-label="Three ways" className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <h3 className="eyebrow">As it came, the last good one, and yours</h3>
      {payload === null && (
        <p className="text-muted text-sm">What came is no JSON, so all of yours counts as added.</p>
      )}
      <JsonDiff3
        base={payload}
        theirs={lastGood?.payload ?? payload}
        mine={mine.value}
        labels={{ base: 'As it came', theirs: lastGood ? 'Last good' : 'No good one known', mine: 'Yours' }}
      />
    </section>
  )
}
