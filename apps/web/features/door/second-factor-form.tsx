'use client'

import { useState } from 'react'
import { CodeField } from './code-field.tsx'
import { DoorField } from './door-field.tsx'
import { DoorForm } from './door-form.tsx'
import { doorPath, placeAfter, type Step } from './next-path.ts'
import { useDoor } from './use-door.ts'

type Kind = 'totp' | 'backup-code'

/** The second step of signing in. */
export function SecondFactorForm({ wanted }: { wanted: string | undefined }) {
  const [kind, setKind] = useState<Kind>('totp')
  const [code, setCode] = useState('')
  const { call, ...state } = useDoor()
  const send = (typed: string) =>
    void call<Step>(`/two-factor/verify-${kind}`, { code: typed }, step =>
      window.location.assign(placeAfter(step, wanted)),
    )
  const turnTo = (next: Kind) => {
    setKind(next)
    setCode('')
  }
  const { refusal } = state
  const error = refusal?.faults.code
  return (
    <>
      <DoorForm onSubmit={() => send(code)} submitLabel="Go on" {...state}>
        {kind === 'totp' ? (
          <CodeField value={code} onChange={setCode} onFull={send} error={error} />
        ) : (
          <DoorField
            key="backup"
            label="Backup code"
            name="backup-code"
            autoComplete="off"
            autoFocus
            value={code}
            onChange={setCode}
            hint="Each of them works once."
            error={error}
          />
        )}
      </DoorForm>
      <div className="mt-4 flex flex-wrap justify-between gap-3 text-sm">
        <button
          type="button"
          onClick={() => turnTo(kind === 'totp' ? 'backup-code' : 'totp')}
          className="min-h-6 text-accent underline underline-offset-4"
        >
          {kind === 'totp' ? 'Use a backup code' : 'Use the authenticator app'}
        </button>
        <a href={doorPath('sign-in', wanted)} className="min-h-6 text-accent underline underline-offset-4">
          Start again
        </a>
      </div>
    </>
  )
}
