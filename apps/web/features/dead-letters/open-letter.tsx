'use client'

import { useState } from 'react'
import { useConsole } from '../console/console-context.tsx'
import { Button } from '../kit/actions/button.tsx'
import { Badge } from '../kit/display/badge.tsx'
import { StatePill } from '../kit/display/state-pill.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { DetailDrawer } from '../kit/drawer/detail-drawer.tsx'
import { Tabs } from '../kit/tabs/tabs.tsx'
import { Time } from '../kit/time/time.tsx'
import { whyNotReplayDraft } from './edit-words.ts'
import { LetterBytes } from './letter-bytes.tsx'
import { type AskedOfLetter, LetterDialogs } from './letter-dialogs.tsx'
import type { LetterDrawerProps } from './letter-drawer.tsx'
import { LetterEdit } from './letter-edit.tsx'
import { LetterHistory } from './letter-history.tsx'
import { LetterKeys } from './letter-keys.tsx'
import { LetterOverview } from './letter-overview.tsx'
import { LetterPayload } from './letter-payload.tsx'
import { LetterRecord } from './letter-record.tsx'
import { LetterSteps } from './letter-steps.tsx'
import { codeInWords, letterStates, whyNotMendable } from './letter-words.ts'
import { useDraft } from './use-draft.ts'
import { useEditCheck } from './use-edit-check.ts'
import { useLeaveWarning } from './use-leave-warning.ts'
import type { Letter } from './use-letter.ts'

interface OpenLetterProps extends LetterDrawerProps {
  readonly letter: Letter
}

export function OpenLetter(props: OpenLetterProps) {
  const { letter, tab, onTab, onClose, onPrevious, onNext, onReturn } = props
  const { whyNot, may } = useConsole()
  const [asks, setAsks] = useState<AskedOfLetter>(null)
  const draft = useDraft({ id: letter.id, raw: letter.raw.text, isRevealed: letter.reveal !== null })
  useLeaveWarning({ letterId: letter.id, draft, onReturn })
  const verdict = useEditCheck({
    letterId: letter.id,
    text: draft.text,
    revealId: letter.reveal?.id ?? null,
    enabled: may('deadLetter.checkEdit') && (tab === 'edit' || draft.isChanged),
  })
  const settled = whyNotMendable(letter.state)
  const whyNotReplay = whyNot('replay.create') ?? settled ?? whyNotReplayDraft(verdict, draft.isChanged)
  const whyNotDiscard = whyNot('deadLetter.discard') ?? settled
  const replay = () => setAsks('replay')
  const discard = () => setAsks('discard')
  const [editAsked, setEditAsked] = useState(0)
  const edit = () => {
    onTab('edit')
    setEditAsked(times => times + 1)
  }
  return (
    <DetailDrawer
      open
      onClose={onClose}
      title={`Letter ${letter.id}: ${codeInWords(letter.errorCode)}`}
      label={`Letter ${letter.id}`}
      subtitle={<Subtitle letter={letter} hasDraft={draft.isChanged} />}
      actions={<LetterSteps onPrevious={onPrevious} onNext={onNext} />}
      footer={
        <>
          <Button variant="primary" shortcut="r" onClick={replay} disabledReason={whyNotReplay}>
            {draft.isChanged ? 'Replay the correction…' : 'Replay…'}
          </Button>
          <Button shortcut="e" onClick={edit}>
            Edit
          </Button>
          <span className="ml-auto">
            <Button variant="danger" shortcut="d" onClick={discard} disabledReason={whyNotDiscard}>
              Discard…
            </Button>
          </span>
        </>
      }
    >
      <LetterKeys {...{ onPrevious, onNext, edit, replay, discard, whyNotReplay, whyNotDiscard }} />
      <Tabs
        label={`Letter ${letter.id}`}
        value={tab}
        onChange={onTab}
        tabs={[
          { value: 'overview', label: 'Overview', panel: <LetterOverview letter={letter} /> },
          { value: 'payload', label: 'Payload', panel: <LetterPayload letter={letter} /> },
          { value: 'bytes', label: 'Bytes', panel: <LetterBytes letter={letter} /> },
          {
            value: 'edit',
            label: 'Edit',
            panel: <LetterEdit {...{ letter, draft, verdict, whyNotReplay, editAsked }} onReplay={replay} />,
          },
          {
            value: 'history',
            label: 'History',
            count: letter.replays.length,
            panel: <LetterHistory letter={letter} />,
          },
          { value: 'record', label: 'Headers', panel: <LetterRecord letter={letter} /> },
        ]}
      />
      <LetterDialogs letter={letter} draft={draft} asks={asks} onAsk={setAsks} />
    </DetailDrawer>
  )
}

function Subtitle({ letter, hasDraft }: { letter: Letter; hasDraft: boolean }) {
  const state = letterStates[letter.state]
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <StatePill tone={state.tone} label={state.label} pulse={letter.state === 'replaying'} />
      {hasDraft && <Badge tone="info">draft</Badge>}
      <VisibleText text={letter.eventType || 'unknown type'} maxChars={40} />
      {letter.matchId !== '' && <VisibleText text={letter.matchId} maxChars={64} />}
      <span>
        failed <Time at={letter.lastFailedAt} />
      </span>
    </span>
  )
}
