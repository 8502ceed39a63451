'use client'

import { useState } from 'react'
import { DoorField } from './door-field.tsx'
import { DoorForm } from './door-form.tsx'
import { placeAfter, type Step } from './next-path.ts'
import { useDoor } from './use-door.ts'

export function SignInForm({ wanted }: { wanted: string | undefined }) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const { call, ...state } = useDoor()
  const submit = () =>
    void call<Step>('/sign-in/email', { email, password }, step =>
      window.location.assign(placeAfter(step, wanted)),
    )
  const faults = state.refusal?.faults ?? {}
  return (
    <DoorForm onSubmit={submit} submitLabel="Sign in" {...state}>
      <DoorField
        label="E-mail address"
        name="email"
        type="email"
        inputMode="email"
        autoComplete="username"
        autoFocus
        value={email}
        onChange={setEmail}
        error={faults.email}
      />
      <DoorField
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={faults.password && 'must not be empty'}
      />
    </DoorForm>
  )
}
