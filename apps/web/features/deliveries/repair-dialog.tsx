'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { callInOneLine } from '../console/call-words.ts'
import { useConsole } from '../console/console-context.tsx'
import { ConfirmDialog } from '../kit/dialogs/confirm-dialog.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { useToasts } from '../kit/toasts/toasts.tsx'
import type { FindingView } from './report-drawer.tsx'

interface RepairDialogProps {
  readonly reportId: string
  readonly finding: FindingView | undefined
  readonly onClose: () => void
}

/** Asks before a gap is mended: what is done, and that it is done only if it is still a gap. */
export function RepairDialog({ reportId, finding, onClose }: RepairDialogProps) {
  const { trpc, whyNot } = useConsole()
  const client = useQueryClient()
  const toasts = useToasts()
  const repair = useMutation(
    trpc.delivery.repair.mutationOptions({
      onSuccess: ({ text }) => {
        toasts.good('Mended', { description: text })
        onClose()
        return client.invalidateQueries({ queryKey: trpc.delivery.watermarks.queryKey() })
      },
    }),
  )
  return (
    <ConfirmDialog
      open={finding !== undefined}
      onOpenChange={open => {
        if (open) return
        repair.reset()
        onClose()
      }}
      title={finding?.repair.label ?? ''}
      confirmLabel={finding?.repair.label ?? ''}
      reason="required"
      pending={repair.isPending}
      error={callInOneLine(repair.error)}
      disabledReason={whyNot('delivery.repair')}
      onConfirm={({ reason }) => finding && repair.mutate({ reportId, finding: finding.finding, reason })}
    >
      {finding && (
        <div className="grid gap-2 text-sm">
          <p>
            <VisibleText text={finding.repair.says} />
          </p>
          <p>{finding.repair.text}</p>
          <p className="text-muted">
            It is looked at once more, and done only if it is still so. It is written into the audit.
          </p>
        </div>
      )}
    </ConfirmDialog>
  )
}
