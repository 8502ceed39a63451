'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { CallError } from '../console/call-error.tsx'
import { callInOneLine } from '../console/call-words.ts'
import { useConsole } from '../console/console-context.tsx'
import { Button } from '../kit/actions/button.tsx'
import { ConfirmDialog } from '../kit/dialogs/confirm-dialog.tsx'
import { Mono } from '../kit/display/mono.tsx'
import { useShortcut } from '../kit/shortcuts/use-shortcut.ts'
import { Callout } from '../kit/states/callout.tsx'
import { formatDuration } from '../kit/time/format-quantity.ts'
import { useZone } from '../kit/time/use-zone.ts'
import type { Letter } from './use-letter.ts'

/** Which fields are hidden, and the way to see them for a while. */
export function RevealBar({ letter }: { letter: Letter }) {
  if (letter.reveal) return <Revealed id={letter.id} reveal={letter.reveal} />
  return letter.hiddenPaths.length > 0 ? <Hidden letter={letter} /> : null
}

function Hidden({ letter }: { letter: Letter }) {
  const { trpc, whyNot } = useConsole()
  const client = useQueryClient()
  const [asks, setAsks] = useState(false)
  const refused = whyNot('reveal.open')
  const open = useMutation(
    trpc.reveal.open.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries({ queryKey: ['deadLetter', 'show', { id: letter.id }] })
        setAsks(false)
      },
    }),
  )
  const ask = () => setAsks(true)
  useShortcut({
    keys: 'u',
    label: 'Reveal hidden fields',
    group: 'Letter',
    run: ask,
    disabledReason: refused,
  })
  const paths = letter.hiddenPaths
  return (
    <Callout
      tone="neutral"
      title={`${paths.length === 1 ? 'One field is' : `${paths.length} fields are`} hidden`}
      action={
        <Button size="sm" shortcut="u" disabledReason={refused} onClick={ask}>
          Reveal
        </Button>
      }
    >
      <span className="flex flex-wrap gap-x-3">
        {paths.slice(0, 8).map(path => (
          <Mono key={path} wrap>
            {path}
          </Mono>
        ))}
      </span>
      {paths.length > 8 && ` and ${paths.length - 8} more`}
      <ConfirmDialog
        open={asks}
        onOpenChange={setAsks}
        title={`Reveal the hidden fields of letter ${letter.id}?`}
        confirmLabel="Reveal for 10 minutes"
        reason="required"
        reasonHint="It is written into the audit trail, with your name."
        pending={open.isPending}
        error={callInOneLine(open.error)}
        onConfirm={({ reason }) => open.mutate({ kind: 'dead-letter', id: letter.id, reason })}
      >
        <p>You alone see them, for ten minutes; then they are hidden again by themselves.</p>
      </ConfirmDialog>
    </Callout>
  )
}

function Revealed({ id, reveal }: { id: string; reveal: NonNullable<Letter['reveal']> }) {
  const { trpc } = useConsole()
  const client = useQueryClient()
  const { nowMs } = useZone()
  const leftMs = Math.max(0, Math.ceil((Date.parse(reveal.expiresAt) - nowMs) / 1_000) * 1_000)
  const renew = () => client.invalidateQueries({ queryKey: ['deadLetter', 'show', { id }] })
  const end = useMutation(trpc.reveal.end.mutationOptions({ onSuccess: renew }))
  const hide = () => end.mutate({ id: reveal.id })
  useShortcut({ keys: 'u', label: 'Hide the revealed fields now', group: 'Letter', run: hide })
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <Callout
        tone="caution"
        title={`You see hidden fields. They are hidden again in ${formatDuration(leftMs)}.`}
        action={
          <Button size="sm" shortcut="u" pending={end.isPending} onClick={hide}>
            Hide now
          </Button>
        }
      />
      {end.error && <CallError error={end.error} />}
    </div>
  )
}
