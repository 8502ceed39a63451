'use client'

import { useState } from 'react'
import { DoorField } from './door-field.tsx'
import { DoorForm } from './door-form.tsx'
import { NewPasswordField } from './new-password-field.tsx'
import { placeAfter, type Step } from './next-path.ts'
import { useDoor } from './use-door.ts'

interface ChangePasswordFormProps {
  readonly wanted: string | undefined
  /** Shown to password managers only: whose password it is. */
  readonly email: string
  readonly isOneTime: boolean
}

export function ChangePasswordForm({ wanted, email, isOneTime }: ChangePasswordFormProps) {
  const [currentPassword, setCurrent] = useState('')
  const [newPassword, setNew] = useState('')
  const { call, pending, refusal } = useDoor()
  const submit = () =>
    void call<Step>('/change-password', { currentPassword, newPassword }, step =>
      window.location.assign(placeAfter(step, wanted)),
    )
  const faults = refusal?.faults ?? {}
  const told =
    refusal?.code === 'wrong-credentials'
      ? { ...refusal, message: 'The password you have now is wrong.' }
      : refusal
  return (
    <DoorForm onSubmit={submit} submitLabel="Change password" pending={pending} refusal={told}>
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      <DoorField
        label={isOneTime ? 'One-time password' : 'Password now'}
        name="current-password"
        type="password"
        autoComplete="current-password"
        autoFocus
        value={currentPassword}
        onChange={setCurrent}
        error={faults.currentPassword}
      />
      <NewPasswordField
        label="New password"
        name="new-password"
        value={newPassword}
        onChange={setNew}
        error={faults.newPassword}
      />
    </DoorForm>
  )
}
