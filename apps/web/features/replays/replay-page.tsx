'use client'

import { useQuery } from '@tanstack/react-query'
import { callInWords, codeOf } from '../console/call-words.ts'
import { useConsole } from '../console/console-context.tsx'
import { isRowId } from '../dead-letters/use-address.ts'
import { ButtonLink } from '../kit/actions/button-link.tsx'
import { Badge } from '../kit/display/badge.tsx'
import { PageHeader } from '../kit/display/page-header.tsx'
import { Panel } from '../kit/display/panel.tsx'
import { StatePill } from '../kit/display/state-pill.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { Callout } from '../kit/states/callout.tsx'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { ErrorState } from '../kit/states/error-state.tsx'
import { SkeletonPanel } from '../kit/states/skeleton.tsx'
import { ReplayActions } from './replay-actions.tsx'
import { ReplayDecision } from './replay-decision.tsx'
import { ReplayFacts } from './replay-facts.tsx'
import { ReplayItems } from './replay-items.tsx'
import { ReplayNow } from './replay-now.tsx'
import type { Replay } from './replay-progress.tsx'
import { ReplayReport } from './replay-report.tsx'
import { isOver, modes, replayStates } from './replay-words.ts'

const back = { href: '/console/replays', label: 'Replays' }
const pollMs = 1_000
/** What is over may still be resumed by somebody. */
const idlePollMs = 10_000

/** One replay, at an address of its own. */
export function ReplayPage({ id }: { id: string }) {
  const { trpc } = useConsole()
  const known = isRowId(id)
  const replay = useQuery(
    trpc.replay.show.queryOptions(
      { id },
      {
        enabled: known,
        refetchInterval: ({ state }) => (state.data && isOver(state.data.state) ? idlePollMs : pollMs),
      },
    ),
  )
  if (replay.data) return <Shown replay={replay.data} />
  const isMissing = !known || codeOf(replay.error) === 'replay-not-found'
  return (
    <>
      <PageHeader title={`Replay ${id.slice(0, 30)}`} back={back} />
      {isMissing && (
        <Panel>
          <EmptyState
            kind="filtered-out"
            title={`There is no replay ${id.slice(0, 30)}`}
            action={<ButtonLink href="/console/replays">All replays</ButtonLink>}
          >
            The number in the address is wrong, or the replay is older than what is kept.
          </EmptyState>
        </Panel>
      )}
      {!isMissing && replay.error && (
        <Panel>
          <ErrorState message={callInWords(replay.error).title} onRetry={() => replay.refetch()} />
        </Panel>
      )}
      {!isMissing && !replay.error && <SkeletonPanel height="24rem" />}
    </>
  )
}

function Shown({ replay }: { replay: Replay }) {
  const state = replayStates[replay.state]
  const over = isOver(replay.state)
  return (
    <>
      <PageHeader
        title={`${replay.mode === 'dry_run' ? 'Dry run' : 'Replay'} ${replay.id}`}
        back={back}
        meta={
          <span className="flex items-center gap-2" aria-live="polite">
            <StatePill tone={state.tone} label={state.label} pulse={!over} />
            <Badge tone={replay.mode === 'live' ? 'info' : 'neutral'}>{modes[replay.mode]}</Badge>
          </span>
        }
        description={<VisibleText text={replay.reason} />}
        actions={<ReplayActions replay={replay} />}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {replay.stopReason !== null && (
          <Callout
            tone={state.tone === 'neutral' ? 'caution' : state.tone}
            title={`${state.label}: ${state.text}`}
          >
            <VisibleText text={replay.stopReason} />
          </Callout>
        )}
        {replay.state === 'awaiting_approval' && <ReplayDecision replay={replay} />}
        <div className="grid gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <ReplayNow replay={replay} />
          <ReplayFacts replay={replay} />
        </div>
        {over && <ReplayReport replay={replay} />}
        <ReplayItems replay={replay} />
      </div>
    </>
  )
}
