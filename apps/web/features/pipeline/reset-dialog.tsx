'use client'

import { useState } from 'react'
import { ConfirmDialog } from '../kit/dialogs/confirm-dialog.tsx'
import { SegmentedChoice } from '../kit/fields/choice.tsx'
import { TextField } from '../kit/fields/text-field.tsx'
import { consumerLabel } from './consumer-words.ts'
import { PreviewView, usePreview } from './preview-view.tsx'
import { resetTargetOf } from './reset-target.ts'
import type { Consumer } from './types.ts'
import { useConsumerChanges } from './use-consumers.ts'

interface ResetDialogProps {
  readonly consumer: Consumer
  readonly onClose: () => void
}

/** Has a consumer go on from another place, after saying what that does, and typed by hand. */
export default function ResetDialog({ consumer, onClose }: ResetDialogProps) {
  const isAggregation = consumer.topic === ''
  const [kind, setKind] = useState<'end' | 'time'>('end')
  const [text, setText] = useState('')
  const target = resetTargetOf(isAggregation ? 'match' : kind, text)
  const preview = usePreview(consumer, target && { kind: 'reset', target })
  const { reset, pending, error } = useConsumerChanges(consumer, onClose)
  const confirm = target?.kind === 'match' ? target.matchId : consumer.topic
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title={isAggregation ? 'Build a match’s windows anew' : `Reset ${consumerLabel(consumer)}`}
      confirmLabel={isAggregation ? 'Build anew' : 'Reset'}
      reason="required"
      danger
      typed={target ? confirm : undefined}
      pending={pending}
      error={error}
      disabledReason={whyNot(target !== undefined, preview.data !== undefined, isAggregation)}
      onConfirm={({ reason }) => target && reset(target, reason, confirm)}
    >
      {!isAggregation && (
        <SegmentedChoice
          label="Put off"
          value={kind}
          onChange={setKind}
          options={[
            { value: 'end', label: 'All that waits now' },
            { value: 'time', label: 'What came before a time' },
          ]}
        />
      )}
      {isAggregation && <TextField label="Match" value={text} onChange={setText} mono maxLength={64} />}
      {!isAggregation && kind === 'time' && (
        <TextField
          label="Before"
          hint="As in 2026-05-01T19:00:00Z"
          value={text}
          onChange={setText}
          mono
          maxLength={40}
        />
      )}
      {target && <PreviewView preview={preview} />}
    </ConfirmDialog>
  )
}

function whyNot(isTarget: boolean, isPreviewed: boolean, isAggregation: boolean): string | null {
  if (!isTarget) return isAggregation ? 'Name the match' : 'Name the time'
  return isPreviewed ? null : 'What it would do is not known yet'
}
