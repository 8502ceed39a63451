'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { callInOneLine } from '../console/call-words.ts'
import { useConsole } from '../console/console-context.tsx'
import { ConfirmDialog } from '../kit/dialogs/confirm-dialog.tsx'
import { Checkbox } from '../kit/fields/checkbox.tsx'
import { SegmentedChoice } from '../kit/fields/choice.tsx'
import { TextField } from '../kit/fields/text-field.tsx'
import { useToasts } from '../kit/toasts/toasts.tsx'
import type { Revocation } from './key-words.ts'

const kinds = [
  { value: 'fan', label: 'Fan' },
  { value: 'session', label: 'Session' },
] as const
type Kind = (typeof kinds)[number]['value']

const what: Readonly<Record<Kind, string>> = {
  fan: 'All sockets of the fan are closed within a second, and tokens from before are refused.',
  session: 'The sockets of this one session are closed within a second, and its tokens refused.',
}

/** Keeps a fan or a session out. */
export function RevokeDialog({ onClose }: { onClose: () => void }) {
  const { trpc, whyNot } = useConsole()
  const client = useQueryClient()
  const toasts = useToasts()
  const [kind, setKind] = useState<Kind>('fan')
  const [subject, setSubject] = useState('')
  const [forGood, setForGood] = useState(false)
  const revoke = useMutation(
    trpc.revocation.revoke.mutationOptions({
      onSuccess: async () => {
        onClose()
        toasts.good(`Revoked ${kind} ${subject}`)
        await client.invalidateQueries({ queryKey: ['revocation'] })
      },
    }),
  )
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title="Revoke"
      confirmLabel="Revoke"
      reason="required"
      reasonHint="At most 200 characters; goes into the audit trail."
      danger
      pending={revoke.isPending}
      error={callInOneLine(revoke.error)}
      disabledReason={whyNot('revocation.revoke') ?? (subject.trim() === '' ? 'Say whose' : undefined)}
      onConfirm={({ reason }) => revoke.mutate({ kind, subject: subject.trim(), reason, forGood })}
    >
      <SegmentedChoice label="What" value={kind} onChange={setKind} options={kinds} />
      <TextField
        label={kind === 'fan' ? 'Id of the fan' : 'Id of the session (sid)'}
        value={subject}
        onChange={setSubject}
        maxLength={128}
        mono
        required
      />
      <Checkbox
        label="Until it is lifted"
        hint="Else a fan may come in again with a newer token."
        checked={forGood}
        onChange={setForGood}
      />
      <p>{what[kind]}</p>
    </ConfirmDialog>
  )
}

/** Lets somebody in again. */
export function LiftDialog({ revocation, onClose }: { revocation: Revocation; onClose: () => void }) {
  const { trpc, whyNot } = useConsole()
  const client = useQueryClient()
  const toasts = useToasts()
  const { kind, subject } = revocation
  const lift = useMutation(
    trpc.revocation.lift.mutationOptions({
      onSuccess: async () => {
        onClose()
        toasts.good(`Lifted: ${kind} ${subject}`)
        await client.invalidateQueries({ queryKey: ['revocation'] })
      },
    }),
  )
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title={`Lift the revocation of ${kind} ${subject}?`}
      confirmLabel="Lift"
      pending={lift.isPending}
      error={callInOneLine(lift.error)}
      disabledReason={whyNot('revocation.lift')}
      onConfirm={() => kind !== 'api-key' && lift.mutate({ kind, subject })}
    >
      <p>All revocations of it that are in force end; within a minute every gateway lets it in again.</p>
    </ConfirmDialog>
  )
}
