'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CallError } from '../console/call-error.tsx'
import { callInOneLine } from '../console/call-words.ts'
import { useConsole } from '../console/console-context.tsx'
import { ConfirmDialog } from '../kit/dialogs/confirm-dialog.tsx'
import { Skeleton } from '../kit/states/skeleton.tsx'
import { useToasts } from '../kit/toasts/toasts.tsx'
import {
  faultOfChoice,
  inputOf,
  type LetterChoice,
  leftOutInWords,
  nameOfChoice,
} from '../replays/letter-choice.ts'
import { whyNothingChosen } from '../replays/replay-plan.ts'
import { typedConfirmation } from './discard-words.ts'
import { lettersInWords } from './letter-words.ts'

export interface DiscardDialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly choice: LetterChoice
  readonly onDiscarded?: (() => void) | undefined
}

/** Gives letters up for good, told in numbers before. */
export default function DiscardWindow({ open, onOpenChange, choice, onDiscarded }: DiscardDialogProps) {
  const { trpc, whyNot } = useConsole()
  const client = useQueryClient()
  const toasts = useToasts()
  const fault = faultOfChoice(choice)
  const counts = useQuery(trpc.deadLetter.count.queryOptions(inputOf(choice), { enabled: open && !fault }))
  const discard = useMutation(
    trpc.deadLetter.discard.mutationOptions({
      onSuccess: async ({ discarded }) => {
        onOpenChange(false)
        toasts.good(`Discarded ${lettersInWords(discarded)}`)
        onDiscarded?.()
        await client.invalidateQueries({ queryKey: ['deadLetter'] })
      },
    }),
  )
  const dead = counts.data?.dead ?? 0
  const leftOut = counts.data ? leftOutInWords(counts.data) : ''
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Discard ${nameOfChoice(choice)}?`}
      confirmLabel={dead > 0 ? `Discard ${lettersInWords(dead)}` : 'Discard'}
      reason="required"
      danger
      typed={typedConfirmation(dead)}
      pending={discard.isPending}
      error={callInOneLine(discard.error)}
      disabledReason={whyNot('deadLetter.discard') ?? fault ?? whyNothingChosen(counts.data)}
      onConfirm={({ reason }) => discard.mutate({ ...inputOf(choice), reason })}
    >
      {counts.isPending && !fault && <Skeleton lines={2} />}
      {counts.error && <CallError error={counts.error} onRetry={() => counts.refetch()} />}
      {counts.data && (
        <p>
          {lettersInWords(dead)} will be given up for good: kept to be read, and never replayed again.
          {leftOut !== '' && ` Left out, not being dead: ${leftOut}.`}
        </p>
      )}
    </ConfirmDialog>
  )
}
