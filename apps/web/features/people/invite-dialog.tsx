'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Role } from '@touchline/contracts/authorization'
import { useState } from 'react'
import { callInOneLine } from '../console/call-words.ts'
import { useConsole } from '../console/console-context.tsx'
import { ConfirmDialog } from '../kit/dialogs/confirm-dialog.tsx'
import { Select } from '../kit/fields/select.tsx'
import { TextField } from '../kit/fields/text-field.tsx'
import { roleOptions } from './person-words.ts'

interface InviteDialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly onInvited: (made: { readonly email: string; readonly oneTimePassword: string }) => void
}

/** A new operator, with a one-time password. */
export default function InviteDialog({ open, onOpenChange, onInvited }: InviteDialogProps) {
  const { trpc, whyNot } = useConsole()
  const client = useQueryClient()
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const invite = useMutation(
    trpc.person.invite.mutationOptions({
      onSuccess: async ({ person, oneTimePassword }) => {
        onOpenChange(false)
        setEmail('')
        setName('')
        onInvited({ email: person.email, oneTimePassword })
        await client.invalidateQueries({ queryKey: ['person'] })
      },
    }),
  )
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Invite an operator"
      confirmLabel="Invite"
      reason="optional"
      pending={invite.isPending}
      error={callInOneLine(invite.error)}
      disabledReason={whyNot('person.invite') ?? (email.includes('@') ? null : 'Type an e-mail address')}
      onConfirm={({ reason }) =>
        invite.mutate({
          email,
          role,
          ...(name.trim() === '' ? {} : { name: name.trim() }),
          ...(reason === '' ? {} : { reason }),
        })
      }
    >
      <TextField
        label="E-mail address"
        type="email"
        value={email}
        onChange={setEmail}
        maxLength={128}
        required
      />
      <TextField
        label="Name"
        value={name}
        onChange={setName}
        maxLength={128}
        hint="Else what stands before the @."
      />
      <Select<Role> label="Role" value={role} onChange={setRole} options={roleOptions} />
      <p className="text-muted text-xs">
        You get a one-time password to hand over. It has to be changed at the first sign-in.
      </p>
    </ConfirmDialog>
  )
}
