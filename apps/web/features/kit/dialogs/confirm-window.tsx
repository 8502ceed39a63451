'use client'

import { useState } from 'react'
import { Button } from '../actions/button.tsx'
import { TextArea } from '../fields/text-area.tsx'
import { TextField } from '../fields/text-field.tsx'
import { useShortcut } from '../shortcuts/use-shortcut.ts'
import { Callout } from '../states/callout.tsx'
import type { ConfirmDialogProps } from './confirm-dialog.tsx'
import { mostReasonChars, whyNotYet } from './confirm-rules.ts'
import { Dialog } from './dialog.tsx'

export default function ConfirmWindow(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, pending = false } = props
  return (
    <Dialog
      open={open}
      onOpenChange={next => !pending && onOpenChange(next)}
      title={title}
      dismissible={!pending}
    >
      {open && <ConfirmForm {...props} pending={pending} />}
    </Dialog>
  )
}

function ConfirmForm(props: ConfirmDialogProps) {
  const { children, onOpenChange, pending, error, danger, confirmLabel, reason: rule = 'none' } = props
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const [tried, setTried] = useState(false)
  const refusal = whyNotYet(
    { reason, typed },
    { reason: rule, typed: props.typed, disabledReason: props.disabledReason },
  )
  const confirm = () => {
    setTried(true)
    if (refusal === null && !pending) props.onConfirm({ reason: reason.trim() })
  }
  useShortcut({ keys: 'mod+enter', label: confirmLabel, group: 'Dialog', run: confirm, inPalette: false })
  return (
    <div className="grid gap-4 text-sm">
      <div className="grid gap-3 break-words">{children}</div>
      {rule !== 'none' && (
        <TextArea
          label={rule === 'required' ? 'Reason' : 'Reason (optional)'}
          required={rule === 'required'}
          value={reason}
          onChange={setReason}
          maxLength={mostReasonChars}
          hint={
            props.reasonHint ??
            `Goes into the audit trail. ${mostReasonChars - reason.length} characters left.`
          }
          rows={2}
          autoFocus
        />
      )}
      {props.typed !== undefined && (
        <TextField
          label={`Type “${props.typed}”`}
          value={typed}
          onChange={setTyped}
          mono
          autoFocus={rule === 'none'}
        />
      )}
      <div role="alert" className="empty:hidden">
        {error && <Callout tone="critical" title={error} />}
        {!error && tried && refusal !== null && <Callout tone="caution">{refusal}</Callout>}
      </div>
      <div className="-mx-5 -mb-4 flex flex-wrap justify-end gap-2 border-line border-t px-5 py-3">
        <Button onClick={() => onOpenChange(false)} disabledReason={pending ? 'It is being done' : null}>
          Cancel
        </Button>
        <Button
          variant={danger ? 'danger' : 'primary'}
          onClick={confirm}
          pending={pending}
          shortcut="mod+enter"
          disabledReason={refusal}
        >
          {confirmLabel}
        </Button>
      </div>
    </div>
  )
}
