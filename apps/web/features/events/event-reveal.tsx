'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { callInOneLine } from '../console/call-words.ts'
import { useConsole } from '../console/console-context.tsx'
import { Button } from '../kit/actions/button.tsx'
import { ConfirmDialog } from '../kit/dialogs/confirm-dialog.tsx'
import { Mono } from '../kit/display/mono.tsx'
import { useShortcut } from '../kit/shortcuts/use-shortcut.ts'
import { Callout } from '../kit/states/callout.tsx'
import { formatDuration } from '../kit/time/format-quantity.ts'
import { useZone } from '../kit/time/use-zone.ts'
import type { EventLife } from './event-words.ts'

interface EventRevealProps {
  readonly raw: NonNullable<EventLife['raw']>
  readonly matchId: string
  readonly seq: number
}

/** Which fields are hidden, and the way to see them for a while. */
export function EventReveal(props: EventRevealProps) {
  if (props.raw.reveal) return <Revealed reveal={props.raw.reveal} />
  return props.raw.hiddenPaths.length > 0 ? <Hidden {...props} /> : null
}

function useRenewedLife() {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: ['event', 'life'] })
}

function Hidden({ raw: { hiddenPaths }, matchId, seq }: EventRevealProps) {
  const { trpc, whyNot } = useConsole()
  const renew = useRenewedLife()
  const [asks, setAsks] = useState(false)
  const disabledReason = whyNot('reveal.open')
  const open = useMutation(
    trpc.reveal.open.mutationOptions({
      onSuccess: async () => {
        await renew()
        setAsks(false)
      },
    }),
  )
  const ask = () => setAsks(true)
  useShortcut({ keys: 'u', label: 'Reveal hidden fields', group: 'Event', run: ask, disabledReason })
  const count = hiddenPaths.length === 1 ? 'One field is' : `${hiddenPaths.length} fields are`
  return (
    <Callout
      tone="neutral"
      title={`${count} hidden`}
      action={
        <Button size="sm" shortcut="u" disabledReason={disabledReason} onClick={ask}>
          Reveal
        </Button>
      }
    >
      <Mono wrap>{hiddenPaths.slice(0, 8).join(', ')}</Mono>
      <ConfirmDialog
        open={asks}
        onOpenChange={setAsks}
        title="Reveal the hidden fields of this event?"
        confirmLabel="Reveal for 10 minutes"
        reason="required"
        reasonHint="It is written into the audit trail, with your name."
        pending={open.isPending}
        error={callInOneLine(open.error)}
        onConfirm={({ reason }) => open.mutate({ kind: 'event', id: `${matchId}/${seq}`, reason })}
      >
        <p>You alone see them, for ten minutes; then they are hidden again by themselves.</p>
      </ConfirmDialog>
    </Callout>
  )
}

function Revealed({ reveal }: { reveal: NonNullable<EventRevealProps['raw']['reveal']> }) {
  const { trpc } = useConsole()
  const renew = useRenewedLife()
  const { nowMs } = useZone()
  const end = useMutation(trpc.reveal.end.mutationOptions({ onSuccess: renew }))
  const hide = () => end.mutate({ id: reveal.id })
  useShortcut({ keys: 'u', label: 'Hide the revealed fields now', group: 'Event', run: hide })
  const leftMs = Math.max(0, Math.ceil((Date.parse(reveal.expiresAt) - nowMs) / 1_000) * 1_000)
  const fault = callInOneLine(end.error)
  return (
    <Callout
      tone="caution"
      title={`You see hidden fields. They are hidden again in ${formatDuration(leftMs)}.`}
      action={
        <Button size="sm" shortcut="u" pending={end.isPending} onClick={hide}>
          Hide now
        </Button>
      }
    >
      {fault && <span role="alert">{fault}</span>}
    </Callout>
  )
}
