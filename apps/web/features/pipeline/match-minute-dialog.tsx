'use client'

import { useState } from 'react'
import { Button } from '../kit/actions/button.tsx'
import { Dialog } from '../kit/dialogs/dialog.tsx'
import { Combobox } from '../kit/fields/combobox.tsx'
import { TextField } from '../kit/fields/text-field.tsx'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { useZone } from '../kit/time/use-zone.ts'
import { minuteOfMatch, type Span } from './scrubber-times.ts'
import type { History } from './types.ts'

interface MatchMinuteDialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly matches: History['matches']
  readonly span: Span
  readonly onChoose: (atMs: number) => void
}

/** Goes to the minute of a match, counted from its beginning. */
export default function MatchMinuteDialog(props: MatchMinuteDialogProps) {
  const { open, onOpenChange, matches } = props
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Go to a match’s minute" size="sm">
      {matches.length === 0 ? (
        <EmptyState kind="nothing-yet" compact title="There is no match yet" />
      ) : (
        <MinuteForm {...props} />
      )}
    </Dialog>
  )
}

function MinuteForm({ matches, span, onChoose, onOpenChange }: MatchMinuteDialogProps) {
  const { formatAt } = useZone()
  const [matchId, setMatchId] = useState(matches[0]?.matchId ?? null)
  const [minute, setMinute] = useState('0')
  const match = matches.find(one => one.matchId === matchId)
  const wanted = Number(minute)
  const isMinute = /^\d{1,4}$/.test(minute)
  const atMs = match && isMinute ? minuteOfMatch(match.startedAt, wanted, span) : null
  const go = () => atMs !== null && onChoose(atMs)
  return (
    <div className="grid gap-4">
      <Combobox
        label="Match"
        value={matchId}
        onChange={setMatchId}
        options={matches.map(one => ({
          value: one.matchId,
          label: one.home && one.away ? `${one.home} – ${one.away}` : one.matchId,
          hint: `kicked off ${formatAt(one.startedAt)}`,
        }))}
      />
      <TextField
        label="Minute"
        hint={match ? `From kick-off at ${formatAt(match.startedAt)}, the break included.` : undefined}
        inputMode="numeric"
        value={minute}
        onChange={setMinute}
        error={isMinute ? undefined : 'A number of minutes'}
        maxLength={4}
      />
      <p className="text-muted text-sm" role="status">
        {atMs === null ? 'The pipeline of that minute is not kept.' : `That is ${formatAt(atMs)}.`}
      </p>
      <div className="flex justify-end gap-2">
        <Button onClick={() => onOpenChange(false)}>Cancel</Button>
        <Button
          variant="primary"
          onClick={go}
          disabledReason={atMs === null ? 'Choose a minute within what is kept' : null}
        >
          Go there
        </Button>
      </div>
    </div>
  )
}
