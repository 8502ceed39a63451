'use client'

import { Button } from '../kit/actions/button.tsx'
import { Dialog } from '../kit/dialogs/dialog.tsx'
import { nameOfChoice } from './letter-choice.ts'
import { ReplayBody } from './replay-body.tsx'
import { type ReplayDialogProps, useReplayForm } from './use-replay-form.ts'

/** Replays a choice of letters: what it takes in numbers, why, a dry run first, then for real. */
export default function ReplayWindow(props: ReplayDialogProps) {
  const { open, onOpenChange, choice, correction } = props
  const form = useReplayForm(props)
  const { isSending, refusal } = form
  const { isTried, isTrying } = form.dryRun
  return (
    <Dialog
      open={open}
      onOpenChange={next => !isSending && onOpenChange(next)}
      title={
        correction
          ? `Replay letter ${correction.letterId} with your correction`
          : `Replay ${nameOfChoice(choice)}`
      }
      size={correction ? 'lg' : 'md'}
      dismissible={!isSending}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button
            variant={isTried ? 'secondary' : 'primary'}
            onClick={form.startDryRun}
            pending={isTrying}
            disabledReason={form.dryRefusal}
            shortcut={isTried ? undefined : 'mod+enter'}
          >
            {isTried ? 'Dry run again' : 'Dry run'}
          </Button>
          <Button
            variant={isTried ? 'primary' : 'secondary'}
            onClick={form.startLive}
            pending={isSending}
            disabledReason={refusal}
            shortcut={isTried ? 'mod+enter' : undefined}
          >
            {form.label}
          </Button>
        </>
      }
    >
      {open && <ReplayBody form={form} correction={correction} />}
    </Dialog>
  )
}
