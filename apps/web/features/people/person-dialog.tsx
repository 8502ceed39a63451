'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Role } from '@touchline/contracts/authorization'
import { useState } from 'react'
import { callInOneLine } from '../console/call-words.ts'
import { useConsole } from '../console/console-context.tsx'
import { ConfirmDialog } from '../kit/dialogs/confirm-dialog.tsx'
import { Select } from '../kit/fields/select.tsx'
import { useToasts } from '../kit/toasts/toasts.tsx'
import type { PersonAction } from './person-action.ts'
import { type Person, roleOptions } from './person-words.ts'

interface PersonDialogProps {
  readonly action: PersonAction
  readonly person: Person
  readonly onClose: () => void
  readonly onPassword: (made: { readonly email: string; readonly oneTimePassword: string }) => void
}

/** Asks before somebody's account is changed: what will happen, and why. */
export default function PersonDialog({ action, person, onClose, onPassword }: PersonDialogProps) {
  const { whyNot } = useConsole()
  const [role, setRole] = useState<Role | null>(null)
  const { run, pending, error } = usePersonAction({ action, person, onClose, onPassword })
  const asksRole = action.name === 'changeRole'
  const missing = asksRole && (role === null || role === person.role) ? 'Choose another role' : undefined
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title={`${action.label}: ${person.email}`}
      confirmLabel={action.label}
      reason="required"
      danger={action.danger}
      pending={pending}
      error={callInOneLine(error)}
      disabledReason={whyNot(action.procedure) ?? missing}
      onConfirm={({ reason }) => run({ reason, role: role ?? 'viewer' })}
    >
      <p>{action.what}</p>
      {asksRole && (
        <Select<Role>
          label="New role"
          value={role}
          onChange={setRole}
          options={roleOptions}
          placeholder={person.role}
        />
      )}
    </ConfirmDialog>
  )
}

function usePersonAction({ action, person, onClose, onPassword }: PersonDialogProps) {
  const { trpc } = useConsole()
  const client = useQueryClient()
  const toasts = useToasts()
  const onSuccess = async () => {
    onClose()
    toasts.good(`${action.label}: done`, { description: person.email })
    await client.invalidateQueries({ queryKey: ['person'] })
  }
  const changeRole = useMutation(trpc.person.changeRole.mutationOptions({ onSuccess }))
  const disable = useMutation(trpc.person.disable.mutationOptions({ onSuccess }))
  const enable = useMutation(trpc.person.enable.mutationOptions({ onSuccess }))
  const resetSecondFactor = useMutation(trpc.person.resetSecondFactor.mutationOptions({ onSuccess }))
  const resetPassword = useMutation(
    trpc.person.resetPassword.mutationOptions({
      onSuccess: async ({ oneTimePassword }) => {
        onPassword({ email: person.email, oneTimePassword })
        await onSuccess()
      },
    }),
  )
  const mutations = { changeRole, disable, enable, resetPassword, resetSecondFactor }
  const { isPending: pending, error } = mutations[action.name]
  const run = ({ reason, role }: { readonly reason: string; readonly role: Role }) => {
    const { id } = person
    if (action.name === 'changeRole') changeRole.mutate({ id, reason, role })
    else mutations[action.name].mutate({ id, reason })
  }
  return { run, pending, error }
}
