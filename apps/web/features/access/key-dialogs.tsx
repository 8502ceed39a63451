'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { callInOneLine } from '../console/call-words.ts'
import { useConsole } from '../console/console-context.tsx'
import { ConfirmDialog } from '../kit/dialogs/confirm-dialog.tsx'
import { useToasts } from '../kit/toasts/toasts.tsx'
import type { ApiKey } from './key-words.ts'

interface KeyDialogProps {
  readonly apiKey: ApiKey
  readonly onClose: () => void
}

/** A new key in the place of one that goes on for a day. */
export function RotateKeyDialog({
  apiKey,
  onClose,
  onMade,
}: KeyDialogProps & { onMade: (key: string) => void }) {
  const { trpc, whyNot } = useConsole()
  const client = useQueryClient()
  const rotate = useMutation(
    trpc.apiKey.rotate.mutationOptions({
      onSuccess: async ({ key }) => {
        onClose()
        onMade(key)
        await client.invalidateQueries({ queryKey: ['apiKey'] })
      },
    }),
  )
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title={`Rotate ${apiKey.keyId}?`}
      confirmLabel="Rotate"
      pending={rotate.isPending}
      error={callInOneLine(rotate.error)}
      disabledReason={whyNot('apiKey.rotate')}
      onConfirm={() => rotate.mutate({ keyId: apiKey.keyId })}
    >
      <p>
        {apiKey.owner} gets a new key with all that this one may. This one goes on for 24 hours beside it, and
        then ends.
      </p>
    </ConfirmDialog>
  )
}

/** Ends a key for good. */
export function RevokeKeyDialog({ apiKey, onClose }: KeyDialogProps) {
  const { trpc, whyNot } = useConsole()
  const client = useQueryClient()
  const toasts = useToasts()
  const revoke = useMutation(
    trpc.apiKey.revoke.mutationOptions({
      onSuccess: async () => {
        onClose()
        toasts.good(`Revoked ${apiKey.keyId}`)
        await client.invalidateQueries()
      },
    }),
  )
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title={`Revoke ${apiKey.keyId}?`}
      confirmLabel="Revoke"
      reason="required"
      reasonHint="At most 200 characters; goes into the audit trail."
      danger
      pending={revoke.isPending}
      error={callInOneLine(revoke.error)}
      disabledReason={whyNot('apiKey.revoke')}
      onConfirm={({ reason }) => revoke.mutate({ keyId: apiKey.keyId, reason })}
    >
      <p>
        Within a second no gateway takes this key of {apiKey.owner} any more, and its sockets are closed. It
        can not be brought back.
      </p>
    </ConfirmDialog>
  )
}
