'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { callInOneLine } from '../console/call-words.ts'
import { useConsole } from '../console/console-context.tsx'
import { ConfirmDialog } from '../kit/dialogs/confirm-dialog.tsx'
import { TextField } from '../kit/fields/text-field.tsx'
import { useToasts } from '../kit/toasts/toasts.tsx'
import { emptyGrant, type GrantDraft, type PartnerGrant, whyNotGranted } from './grant-words.ts'

/** Lets a partner write matches. */
export function CreateGrantDialog({ onClose }: { onClose: () => void }) {
  const { trpc, whyNot } = useConsole()
  const client = useQueryClient()
  const toasts = useToasts()
  const [draft, setDraft] = useState(emptyGrant)
  const set = (more: Partial<GrantDraft>) => setDraft({ ...draft, ...more })
  const create = useMutation(
    trpc.partnerGrant.create.mutationOptions({
      onSuccess: async ({ partner, pattern }) => {
        onClose()
        toasts.good(`Granted ${pattern} to ${partner}`)
        await client.invalidateQueries({ queryKey: ['partnerGrant'] })
      },
    }),
  )
  const { partner, pattern, hours } = draft
  const submit = () =>
    create.mutate({
      ...{ partner: partner.trim(), pattern: pattern.trim() },
      ...(hours.trim() === '' ? {} : { expiresInHours: Number(hours) }),
    })
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title="New grant"
      confirmLabel="Create grant"
      pending={create.isPending}
      error={callInOneLine(create.error)}
      disabledReason={whyNot('partnerGrant.create') ?? whyNotGranted(draft)}
      onConfirm={submit}
    >
      <TextField
        label="Partner"
        value={partner}
        onChange={next => set({ partner: next })}
        maxLength={64}
        hint="As in the address of its webhook."
        mono
        required
      />
      <TextField
        label="Matches"
        value={pattern}
        onChange={next => set({ pattern: next })}
        maxLength={64}
        hint="One match ID, or a pattern: * stands for any characters."
        mono
        required
      />
      <TextField
        label="Expires after hours"
        value={hours}
        onChange={next => set({ hours: next })}
        inputMode="numeric"
        maxLength={5}
        hint="Empty: it does not expire."
      />
    </ConfirmDialog>
  )
}

/** Ends a grant for good. */
export function RevokeGrantDialog({ grant, onClose }: { grant: PartnerGrant; onClose: () => void }) {
  const { trpc, whyNot } = useConsole()
  const client = useQueryClient()
  const toasts = useToasts()
  const { id, partner, pattern } = grant
  const revoke = useMutation(
    trpc.partnerGrant.revoke.mutationOptions({
      onSuccess: async () => {
        onClose()
        toasts.good(`Revoked ${pattern} of ${partner}`)
        await client.invalidateQueries({ queryKey: ['partnerGrant'] })
      },
    }),
  )
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title={`Revoke ${pattern} of ${partner}?`}
      confirmLabel="Revoke"
      reason="required"
      reasonHint="At most 200 characters; goes into the audit trail."
      danger
      pending={revoke.isPending}
      error={callInOneLine(revoke.error)}
      disabledReason={whyNot('partnerGrant.revoke')}
      onConfirm={({ reason }) => revoke.mutate({ id, reason })}
    >
      <p>
        Within two seconds {partner} is refused for matches that no other grant and no pattern in its settings
        allows. What it has sent stays.
      </p>
    </ConfirmDialog>
  )
}
