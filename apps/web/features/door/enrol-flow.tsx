'use client'

import { useState } from 'react'
import { BackupCodes } from './backup-codes.tsx'
import { CodeField } from './code-field.tsx'
import { DoorField } from './door-field.tsx'
import { DoorForm } from './door-form.tsx'
import { placeAfter, type Step } from './next-path.ts'
import { QrCode } from './qr-code.tsx'
import { useDoor } from './use-door.ts'

interface Begun {
  readonly secret: string
  readonly qr: { readonly size: number; readonly path: string }
  readonly backupCodes: readonly string[]
}

/** Enrolling a second factor: the password once more; the secret and a code of it; the backup codes. */
export function EnrolFlow({ wanted }: { wanted: string | undefined }) {
  const [begun, setBegun] = useState<Begun | null>(null)
  const [after, setAfter] = useState<Step | null>(null)
  if (begun === null) return <AskPassword onBegun={setBegun} />
  if (after === null) return <ConfirmCode begun={begun} onConfirmed={setAfter} />
  const leave = () => window.location.assign(placeAfter(after, wanted))
  return <BackupCodes codes={begun.backupCodes} onDone={leave} />
}

function AskPassword({ onBegun }: { onBegun: (begun: Begun) => void }) {
  const [password, setPassword] = useState('')
  const { call, ...state } = useDoor()
  const refusal =
    state.refusal?.code === 'wrong-credentials'
      ? { ...state.refusal, message: 'The password is wrong.' }
      : state.refusal
  return (
    <DoorForm
      onSubmit={() => void call('/two-factor/enable', { password }, onBegun, true)}
      submitLabel="Begin"
      pending={state.pending}
      refusal={refusal}
    >
      <DoorField
        label="Your password"
        name="password"
        type="password"
        autoComplete="current-password"
        autoFocus
        value={password}
        onChange={setPassword}
        error={refusal?.faults.password}
      />
    </DoorForm>
  )
}

interface ConfirmCodeProps {
  readonly begun: Begun
  readonly onConfirmed: (after: Step) => void
}

function ConfirmCode({ begun, onConfirmed }: ConfirmCodeProps) {
  const [code, setCode] = useState('')
  const { call, ...state } = useDoor()
  const send = (typed: string) =>
    void call<Step>('/two-factor/verify-totp', { code: typed }, onConfirmed, true)
  return (
    <div className="grid gap-5">
      <p className="text-sm">
        Scan this with an authenticator app, or type the secret into it. Then type the code that it shows.
      </p>
      <QrCode {...begun.qr} label="The secret as a QR code" />
      <p
        className="break-all rounded-lg bg-raised px-3 py-2 text-center font-mono text-sm"
        data-testid="secret"
      >
        {begun.secret.match(/.{1,4}/g)?.join(' ')}
      </p>
      <DoorForm onSubmit={() => send(code)} submitLabel="Confirm" {...state}>
        <CodeField value={code} onChange={setCode} onFull={send} error={state.refusal?.faults.code} />
      </DoorForm>
    </div>
  )
}
