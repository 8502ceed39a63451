'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { callInOneLine } from '../console/call-words.ts'
import { useConsole } from '../console/console-context.tsx'
import { Button } from '../kit/actions/button.tsx'
import { ConfirmDialog } from '../kit/dialogs/confirm-dialog.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { Callout } from '../kit/states/callout.tsx'
import { useToasts } from '../kit/toasts/toasts.tsx'
import { choiceInWords } from './choice-words.ts'
import type { Replay } from './replay-progress.tsx'
import { whyNotDecide } from './replay-words.ts'

/** A large replay waits here for a second person. */
export function ReplayDecision({ replay }: { replay: Replay }) {
  const { trpc, operator, whyNot } = useConsole()
  const client = useQueryClient()
  const toasts = useToasts()
  const [asks, setAsks] = useState<'approve' | 'decline' | null>(null)
  const refused = whyNot('replay.decide') ?? whyNotDecide(replay, operator.name)
  const decide = useMutation(
    trpc.replay.decide.mutationOptions({
      onSuccess: async ({ state }) => {
        setAsks(null)
        toasts.good(`Replay ${replay.id} is ${state === 'pending' ? 'approved' : 'declined'}`)
        await client.invalidateQueries({ queryKey: ['replay'] })
      },
    }),
  )
  const total = replay.total.toLocaleString('en')
  const confirm = (approve: boolean) => ({
    reason: 'required' as const,
    pending: decide.isPending,
    error: callInOneLine(decide.error),
    onOpenChange: () => setAsks(null),
    onConfirm: ({ reason }: { reason: string }) => decide.mutate({ id: replay.id, approve, reason }),
  })
  return (
    <Callout
      tone="caution"
      title={`It waits for a second person: ${total} letters`}
      action={
        <span className="flex flex-wrap gap-2">
          <Button size="sm" onClick={() => setAsks('decline')} disabledReason={refused}>
            Decline…
          </Button>
          <Button size="sm" variant="primary" onClick={() => setAsks('approve')} disabledReason={refused}>
            Approve…
          </Button>
        </span>
      }
    >
      <VisibleText text={`${replay.requestedBy} asked for ${choiceInWords(replay.query, replay.total)}.`} />
      {refused !== undefined && <p className="mt-1 font-medium">{refused}</p>}
      <ConfirmDialog
        {...confirm(true)}
        open={asks === 'approve'}
        title={`Approve replay ${replay.id}?`}
        confirmLabel={`Approve ${total} letters`}
      >
        <p>
          It begins within a second{replay.canary ? ', with its canary' : ', without a canary'}, at most{' '}
          {replay.ratePerSecond.toLocaleString('en')} letters a second.
        </p>
      </ConfirmDialog>
      <ConfirmDialog
        {...confirm(false)}
        open={asks === 'decline'}
        title={`Decline replay ${replay.id}?`}
        confirmLabel="Decline"
        danger
      >
        <p>Nothing is sent, and it cannot be taken up again. Its letters stay as they are.</p>
      </ConfirmDialog>
    </Callout>
  )
}
