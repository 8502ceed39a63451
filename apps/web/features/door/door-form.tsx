'use client'

import type { FormEvent, ReactNode } from 'react'
import { Button } from '../kit/actions/button.tsx'
import { Callout } from '../kit/states/callout.tsx'
import type { DoorRefusal } from './call-door.ts'

interface DoorFormProps {
  readonly onSubmit: () => void
  readonly submitLabel: string
  readonly pending: boolean
  readonly refusal: DoorRefusal | null
  readonly children: ReactNode
}

/** A form of the door. It is a POST: sent before its script is there, it puts no password into an address. */
export function DoorForm({ onSubmit, submitLabel, pending, refusal, children }: DoorFormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!pending) onSubmit()
  }
  return (
    <form method="post" onSubmit={submit} noValidate className="grid gap-4">
      {children}
      <div role="alert" className="empty:hidden">
        {refusal && Object.keys(refusal.faults).length === 0 && (
          <Callout tone="critical">{refusal.message}</Callout>
        )}
      </div>
      <Button type="submit" variant="primary" pending={pending} className="h-10! w-full text-sm!">
        {submitLabel}
      </Button>
    </form>
  )
}
