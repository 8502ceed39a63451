'use client'

import { useState } from 'react'
import type { DoorRefusal } from './call-door.ts'
import { DoorField } from './door-field.tsx'
import { DoorForm } from './door-form.tsx'
import { NewPasswordField } from './new-password-field.tsx'
import { placeAfter, type Step } from './next-path.ts'
import { useDoor } from './use-door.ts'

/** A new fan. Whether the address was free shows in nothing but that one can sign in with the password. */
export function SignUpForm({ wanted }: { wanted: string | undefined }) {
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const { call, ...state } = useDoor()
  const signIn = () =>
    void call<Step>('/sign-in/email', { email, password }, step =>
      window.location.assign(placeAfter(step, wanted)),
    )
  const submit = () => {
    const given = { email, password, ...(name.trim() === '' ? {} : { name: name.trim() }) }
    void call('/sign-up/email', given, signIn, true)
  }
  const faults = state.refusal?.faults ?? {}
  return (
    <DoorForm onSubmit={submit} submitLabel="Create account" {...state} refusal={told(state.refusal)}>
      <DoorField
        label="Name (optional)"
        name="name"
        autoComplete="nickname"
        autoFocus
        value={name}
        onChange={setName}
        error={faults.name}
      />
      <DoorField
        label="E-mail address"
        name="email"
        type="email"
        inputMode="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        error={faults.email}
      />
      <NewPasswordField
        label="Password"
        name="password"
        value={password}
        onChange={setPassword}
        error={faults.password}
      />
    </DoorForm>
  )
}

const told = (refusal: DoorRefusal | null): DoorRefusal | null =>
  refusal?.code === 'wrong-credentials'
    ? { ...refusal, message: 'No account can be made with this address. If it is yours, sign in with it.' }
    : refusal
