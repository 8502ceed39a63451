'use client'

import { useState } from 'react'
import { ConfirmDialog } from '../kit/dialogs/confirm-dialog.tsx'
import { SegmentedChoice } from '../kit/fields/choice.tsx'
import { consumerLabel } from './consumer-words.ts'
import { PreviewView, usePreview } from './preview-view.tsx'
import type { Consumer } from './types.ts'
import { useConsumerChanges } from './use-consumers.ts'

interface ConsumerDialogProps {
  readonly consumer: Consumer
  readonly onClose: () => void
}

const choices = [1, 2, 5, 10, 30, 60] as const

/** Has a consumer stand still for a while, after saying what that does. */
export default function PauseDialog({ consumer, onClose }: ConsumerDialogProps) {
  const allowed = choices.filter(minutes => minutes <= consumer.maxPauseMinutes)
  const [minutes, setMinutes] = useState<number>(Math.min(5, consumer.maxPauseMinutes))
  const preview = usePreview(consumer, { kind: 'pause', minutes })
  const { pause, pending, error } = useConsumerChanges(consumer, onClose)
  const label = consumerLabel(consumer)
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title={consumer.state === 'paused' ? `Pause ${label} from now on anew` : `Pause ${label}`}
      confirmLabel={`Pause for ${minutes} min`}
      reason="required"
      danger={consumer.isCritical}
      pending={pending}
      error={error}
      disabledReason={preview.data ? null : 'What it would do is not known yet'}
      onConfirm={({ reason }) => pause(minutes, reason)}
    >
      <SegmentedChoice
        label="For how long"
        value={String(minutes)}
        onChange={value => setMinutes(Number(value))}
        options={allowed.map(value => ({ value: String(value), label: `${value} min` }))}
      />
      <PreviewView preview={preview} />
    </ConfirmDialog>
  )
}
