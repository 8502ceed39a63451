'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { callInOneLine } from '../console/call-words.ts'
import { useConsole } from '../console/console-context.tsx'
import { ConfirmDialog } from '../kit/dialogs/confirm-dialog.tsx'
import { Skeleton } from '../kit/states/skeleton.tsx'
import { useToasts } from '../kit/toasts/toasts.tsx'

interface PrimaryDialogProps {
  readonly matchId: string
  readonly provider: string
  readonly onClose: () => void
  readonly onDone: () => void
}

/** Shows what the match would become, asks why, and makes a provider the primary one. */
export default function PrimaryDialog({ matchId, provider, onClose, onDone }: PrimaryDialogProps) {
  const { trpc } = useConsole()
  const toasts = useToasts()
  const asked = { matchId: matchId as never, provider }
  const preview = useQuery(trpc.primaryProvider.preview.queryOptions(asked, { refetchInterval: 2_000 }))
  const choose = useMutation(
    trpc.primaryProvider.choose.mutationOptions({
      onSuccess: () => {
        toasts.good(`${provider} is the primary provider`, {
          description: 'It counts within a second or two.',
        })
        onDone()
      },
    }),
  )
  const refusal = preview.data?.refusal
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title={`Make ${provider} the primary provider?`}
      confirmLabel="Make primary"
      reason="required"
      reasonHint="For the audit; fans do not see it."
      pending={choose.isPending}
      error={callInOneLine(choose.error ?? preview.error)}
      disabledReason={preview.data ? (refusal ?? undefined) : 'The preview is loading'}
      onConfirm={({ reason }) => choose.mutate({ ...asked, reason })}
    >
      <p>Its goals, shots, cards and status count; those of other partners are shown as backup reports.</p>
      {preview.data ? (
        <ul className="grid list-disc gap-1 pl-4 text-sm" data-testid="primary-preview">
          {preview.data.effects.map(effect => (
            <li key={effect}>{effect}</li>
          ))}
        </ul>
      ) : (
        <Skeleton lines={2} />
      )}
    </ConfirmDialog>
  )
}
