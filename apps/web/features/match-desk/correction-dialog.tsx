'use client'

import { useState } from 'react'
import { callInOneLine } from '../console/call-words.ts'
import { ConfirmDialog } from '../kit/dialogs/confirm-dialog.tsx'
import { TextField } from '../kit/fields/text-field.tsx'
import { Skeleton } from '../kit/states/skeleton.tsx'
import { CorrectionPreview } from './correction-preview.tsx'
import { scoreText } from './desk-words.ts'
import { goalsFrom } from './goals-from.ts'
import { useCorrection } from './use-correction.ts'

interface CorrectionDialogProps {
  readonly matchId: string
  readonly score: { readonly home: number; readonly away: number }
  readonly onClose: () => void
  readonly onDone: () => void
}

/** Shows what a corrected score will do, asks why, and is refused where the score has moved meanwhile. */
export function CorrectionDialog({ matchId, score, onClose, onDone }: CorrectionDialogProps) {
  const [typed, setTyped] = useState({ home: String(score.home), away: String(score.away) })
  const [publicReason, setPublicReason] = useState('')
  const home = goalsFrom(typed.home)
  const away = goalsFrom(typed.away)
  const correction = useCorrection({ matchId, home, away }, onDone)
  const { preview, previewError } = correction
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title="Correct the score"
      confirmLabel={preview ? `Correct to ${scoreText(preview.after)}` : 'Correct'}
      reason="required"
      reasonHint="For the audit; fans do not see it."
      pending={correction.isCreating}
      error={callInOneLine(correction.createError)}
      disabledReason={correction.disabledReason}
      onConfirm={({ reason }) => correction.confirm({ reason, publicReason })}
    >
      <div className="grid gap-4">
        <div className="grid grid-cols-2 gap-3">
          <GoalsField
            label="Home"
            value={typed.home}
            onChange={value => setTyped({ ...typed, home: value })}
            autoFocus
          />
          <GoalsField
            label="Away"
            value={typed.away}
            onChange={value => setTyped({ ...typed, away: value })}
          />
        </div>
        {correction.isLooking && <Skeleton lines={3} />}
        {previewError && <p className="text-critical text-sm">{callInOneLine(previewError)}</p>}
        {preview && <CorrectionPreview preview={preview} />}
        <TextField
          label="What fans may read of why (optional)"
          value={publicReason}
          onChange={setPublicReason}
          maxLength={120}
          placeholder="VAR: offside"
        />
      </div>
    </ConfirmDialog>
  )
}

interface GoalsFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly autoFocus?: boolean
}

function GoalsField({ value, ...props }: GoalsFieldProps) {
  const error = goalsFrom(value) === undefined ? '0 to 99' : undefined
  return <TextField {...props} value={value} error={error} inputMode="numeric" maxLength={2} />
}
