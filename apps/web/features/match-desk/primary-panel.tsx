'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { formatMinute } from '../clock/match-clock.ts'
import { CallError } from '../console/call-error.tsx'
import { useConsole } from '../console/console-context.tsx'
import { Button } from '../kit/actions/button.tsx'
import { Panel } from '../kit/display/panel.tsx'
import { StatePill } from '../kit/display/state-pill.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { Skeleton } from '../kit/states/skeleton.tsx'
import { Time } from '../kit/time/time.tsx'
import {
  type CoveringProvider,
  countOf,
  countsText,
  isUnderWay,
  type PrimaryProviderView,
  whyNotPrimary,
  whyPrimary,
} from './primary-words.ts'

const PrimaryDialog = lazy(() => import('./primary-dialog.tsx'))

/** Which partners cover the match, and whose reports count. */
export default function PrimaryPanel({ matchId }: { matchId: string }) {
  const { trpc } = useConsole()
  const client = useQueryClient()
  const [asked, setAsked] = useState<string | null>(null)
  const input = { matchId: matchId as never }
  const shown = useQuery(trpc.primaryProvider.show.queryOptions(input, { refetchInterval: 5_000 }))
  const view = shown.data
  if (!view)
    return (
      <Panel title="Providers">
        {shown.error ? (
          <CallError error={shown.error} onRetry={() => void shown.refetch()} />
        ) : (
          <Skeleton lines={3} />
        )}
      </Panel>
    )
  return (
    <Panel title="Providers">
      <p className="mb-3 text-muted text-xs">
        <VisibleText text={whyPrimary(view)} maxChars={400} />
        {isUnderWay(view) && ' Another choice is on its way.'}
      </p>
      <ul className="grid gap-4">
        {view.providers.map(provider => (
          <ProviderLine
            key={provider.provider}
            view={view}
            provider={provider}
            onAsk={() => setAsked(provider.provider)}
          />
        ))}
      </ul>
      <BackupReports backups={view.backups} />
      {asked !== null && (
        <Suspense>
          <PrimaryDialog
            matchId={matchId}
            provider={asked}
            onClose={() => setAsked(null)}
            onDone={() => {
              setAsked(null)
              void client.invalidateQueries({ queryKey: trpc.primaryProvider.show.queryKey(input) })
            }}
          />
        </Suspense>
      )}
    </Panel>
  )
}

interface ProviderLineProps {
  readonly view: PrimaryProviderView
  readonly provider: CoveringProvider
  readonly onAsk: () => void
}

function ProviderLine({ view, provider, onAsk }: ProviderLineProps) {
  const { whyNot } = useConsole()
  const { events, goals, cards, lastReport } = provider
  return (
    <li data-testid="provider" data-provider={provider.provider}>
      <div className="flex items-center justify-between gap-2">
        <h3 className="min-w-0 font-medium font-mono text-sm">
          <VisibleText text={provider.provider} maxChars={64} />
        </h3>
        <Button
          size="sm"
          disabledReason={whyNot('primaryProvider.choose') ?? whyNotPrimary(view, provider)}
          onClick={onAsk}
        >
          Make primary…
        </Button>
      </div>
      <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
        <StatePill tone={provider.counts.length > 0 ? 'good' : 'neutral'} label={countsText(provider)} />
        <span className="text-muted tabular-nums">
          {countOf(events, 'event')}, {countOf(goals, 'goal')}, {countOf(cards, 'card')}
        </span>
        {lastReport && (
          <span className="text-muted">
            Last report <Time at={lastReport.storedAt} />
          </span>
        )}
      </div>
    </li>
  )
}

function BackupReports({ backups }: Pick<PrimaryProviderView, 'backups'>) {
  if (backups.length === 0) return null
  const numbered = backups.map((report, index) => ({ ...report, key: String(index) }))
  return (
    <details className="mt-4 text-xs">
      <summary className="cursor-pointer text-muted">Reports not counted ({backups.length})</summary>
      <ul className="mt-2 grid max-h-48 gap-0.5 overflow-y-auto text-muted">
        {numbered.map(({ key, provider, type, clock }) => (
          <li key={key} className="flex gap-3 tabular-nums">
            <span className="w-12 text-right">{clock === null ? '–' : formatMinute(clock)}</span>
            <span>{type}</span>
            <VisibleText text={provider} maxChars={64} />
          </li>
        ))}
      </ul>
    </details>
  )
}
