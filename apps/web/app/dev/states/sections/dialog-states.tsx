'use client'

import { useState } from 'react'
import { Button } from '../../../../features/kit/actions/button.tsx'
import { ConfirmDialog } from '../../../../features/kit/dialogs/confirm-dialog.tsx'
import { Dialog } from '../../../../features/kit/dialogs/dialog.tsx'
import { useAnnounce } from '../../../../features/kit/live/announce.tsx'
import { useShortcut } from '../../../../features/kit/shortcuts/use-shortcut.ts'
import { Callout } from '../../../../features/kit/states/callout.tsx'
import { useToasts } from '../../../../features/kit/toasts/toasts.tsx'
import { Specimen, SpecimenGrid, SpecimenRow } from '../specimen.tsx'

type Which = 'plain' | 'reason' | 'danger' | 'pending' | 'error'

export function DialogStates() {
  const [which, setWhich] = useState<Which | null>(null)
  const close = (open: boolean) => !open && setWhich(null)
  useShortcut({
    keys: 'r',
    label: 'Replay the selected',
    group: 'Dead letters',
    run: () => setWhich('reason'),
  })
  useShortcut({
    keys: 'd',
    label: 'Discard the selected',
    group: 'Dead letters',
    run: () => undefined,
    disabledReason: 'Select a row first',
  })
  return (
    <SpecimenGrid>
      <Specimen name="Dialogs">
        <SpecimenRow>
          <Button onClick={() => setWhich('plain')}>Plain</Button>
          <Button onClick={() => setWhich('reason')}>With a reason</Button>
          <Button onClick={() => setWhich('danger')}>Typed and dangerous</Button>
          <Button onClick={() => setWhich('pending')}>Being done</Button>
          <Button onClick={() => setWhich('error')}>Failed</Button>
        </SpecimenRow>
        <Dialog
          open={which === 'plain'}
          onOpenChange={close}
          title="A dialog"
          description="With what it is about."
        >
          <p className="text-sm">What it holds.</p>
        </Dialog>
        <ConfirmDialog
          open={which !== null && which !== 'plain'}
          onOpenChange={close}
          title="Replay 214 dead letters?"
          confirmLabel={which === 'danger' ? 'Discard' : 'Replay'}
          onConfirm={() => setWhich(null)}
          reason={which === 'danger' ? 'optional' : 'required'}
          typed={which === 'danger' ? 'discard 214' : undefined}
          danger={which === 'danger'}
          pending={which === 'pending'}
          error={which === 'error' ? 'Somebody else is replaying these letters.' : null}
        >
          <p>They are sent again from the stage where they failed, 20 each second: it takes about 11 s.</p>
          <Callout tone="caution" title="12 of them are older than the score that fans see">
            Those end as superseded and change nothing.
          </Callout>
        </ConfirmDialog>
      </Specimen>
      <ToastStates />
    </SpecimenGrid>
  )
}

function ToastStates() {
  const toasts = useToasts()
  const announce = useAnnounce()
  return (
    <Specimen name="Toasts and the live region">
      <SpecimenRow>
        <Button
          onClick={() => toasts.good('214 letters replayed', { description: '202 recovered, 12 superseded' })}
        >
          Good
        </Button>
        <Button
          onClick={() =>
            toasts.info('The canary is running', { action: { label: 'Watch it', onClick: () => undefined } })
          }
        >
          Info
        </Button>
        <Button
          onClick={() => toasts.critical('The replay stopped', { description: 'The store did not answer.' })}
        >
          Critical
        </Button>
        <Button
          onClick={() => announce({ kind: 'dl', count: 7, one: 'new dead letter', many: 'new dead letters' })}
        >
          Announce 7
        </Button>
      </SpecimenRow>
    </Specimen>
  )
}
