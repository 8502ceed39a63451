'use client'

import { useState } from 'react'
import { DoorField } from './door-field.tsx'
import { DoorForm } from './door-form.tsx'
import { NewPasswordField } from './new-password-field.tsx'
import { placeAfter, type Step } from './next-path.ts'
import { useDoor } from './use-door.ts'

/** A new fan. */
export function SignUpForm({ wanted }: { wanted: string | undefined }) {
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const { call, ...state } = useDoor()
  const submit = () => {
    const given = { email, password, ...(name.trim() === '' ? {} : { name: name.trim() }) }
    void call<Step>('/sign-up/email', given, step => window.location.assign(placeAfter(step, wanted)))
  }
  const faults = state.refusal?.faults ?? {}
  return (
    <DoorForm onSubmit={submit} submitLabel="Create account" {...state}>
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
