'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { lazy, Suspense, useState } from 'react'
import { useConsole } from '../console/console-context.tsx'
import { Button } from '../kit/actions/button.tsx'
import { Panel } from '../kit/display/panel.tsx'
import { StatePill } from '../kit/display/state-pill.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { useShortcut } from '../kit/shortcuts/use-shortcut.ts'
import { Time } from '../kit/time/time.tsx'
import { type Correction, correctionStates, type DeskMatchView, scoreText } from './desk-words.ts'

const CorrectionDialog = lazy(() =>
  import('./correction-dialog.tsx').then(module => ({ default: module.CorrectionDialog })),
)

interface CorrectionsPanelProps {
  readonly matchId: string
  readonly match: DeskMatchView['match']
}

/** The score, how to correct it, and what operators corrected before. */
export function CorrectionsPanel({ matchId, match }: CorrectionsPanelProps) {
  const { trpc, whyNot } = useConsole()
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const input = { matchId: matchId as never, limit: 20 }
  const listed = useQuery(trpc.correction.list.queryOptions(input, { refetchInterval: 2_000 }))
  const disabledReason =
    whyNot('correction.create') ??
    (match.status === 'scheduled' ? 'The match has not begun, so there is no score to correct.' : undefined)
  const begin = () => setOpen(true)
  useShortcut({ keys: 'c', label: 'Correct the score', run: begin, disabledReason, enabled: !open })
  return (
    <Panel
      title="Corrections"
      actions={
        <Button size="sm" shortcut="c" onClick={begin} disabledReason={disabledReason}>
          Correct the score…
        </Button>
      }
    >
      {listed.data?.items.length === 0 && (
        <p className="text-muted text-sm">No operator has corrected this match.</p>
      )}
      <ul className="grid gap-3">
        {listed.data?.items.map(correction => (
          <CorrectionLine key={correction.id} matchId={matchId} correction={correction} />
        ))}
      </ul>
      {open && (
        <Suspense>
          <CorrectionDialog
            matchId={matchId}
            score={match.score}
            onClose={() => setOpen(false)}
            onDone={() => {
              setOpen(false)
              void client.invalidateQueries({ queryKey: trpc.correction.list.queryKey(input) })
            }}
          />
        </Suspense>
      )}
    </Panel>
  )
}

function CorrectionLine({ matchId, correction }: { matchId: string; correction: Correction }) {
  const { score, state, reason, requestedBy, createdAt, seq, letterId } = correction
  const { tone, label, says } = correctionStates[state]
  const link = 'text-accent underline underline-offset-4'
  return (
    <li className="text-sm" data-testid="correction" data-state={state}>
      <div className="flex items-center justify-between gap-2">
        <span className="font-semibold tabular-nums">to {scoreText(score)}</span>
        <StatePill tone={tone} label={label} pulse={state === 'waiting'} />
      </div>
      <p className="text-muted text-xs">
        <VisibleText text={requestedBy} maxChars={80} />, <Time at={createdAt} />:{' '}
        <VisibleText text={reason} />
      </p>
      <p className="text-muted text-xs">
        {says}{' '}
        {seq !== null && (
          <Link href={`/console/events/${encodeURIComponent(matchId)}/${seq}`} className={link}>
            Event {seq}
          </Link>
        )}
        {letterId !== null && (
          <Link href={`/console/dead-letters?view=letters&letter=${letterId}`} className={link}>
            Dead letter {letterId}
          </Link>
        )}
      </p>
    </li>
  )
}
