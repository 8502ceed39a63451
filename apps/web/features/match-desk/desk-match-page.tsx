'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { RunningClock } from '../clock/running-clock.tsx'
import { callInOneLine } from '../console/call-words.ts'
import { useConsole } from '../console/console-context.tsx'
import { ButtonLink } from '../kit/actions/button-link.tsx'
import { Figure } from '../kit/display/figure.tsx'
import { PageHeader } from '../kit/display/page-header.tsx'
import { Panel } from '../kit/display/panel.tsx'
import { StatePill } from '../kit/display/state-pill.tsx'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { ErrorState } from '../kit/states/error-state.tsx'
import { SkeletonPanel } from '../kit/states/skeleton.tsx'
import { formatCount, formatDuration } from '../kit/time/format-quantity.ts'
import { Time } from '../kit/time/time.tsx'
import { scoreText as fullScoreText } from '../matches/match-order.ts'
import { WhenSeen } from '../pipeline/when-seen.tsx'
import { CorrectionsPanel } from './corrections-panel.tsx'
import { type DeskMatchView, matchName, pipelineHref, statuses } from './desk-words.ts'
import { SourcesPanel } from './sources-panel.tsx'

const FansFeed = lazy(() => import('./fans-feed.tsx'))
const ParkedNotice = lazy(() => import('./parked-notice.tsx'))
const PrimaryPanel = lazy(() => import('./primary-panel.tsx'))
const StagesPanel = lazy(() => import('./stages-panel.tsx'))

const back = { href: '/console/matches', label: 'Matches' }

/** One match as the desk sees it: its score and corrections, what comes in, and what goes out. */
export function DeskMatchPage({ matchId }: { matchId: string }) {
  const { trpc } = useConsole()
  const found = useQuery(
    trpc.matchDesk.show.queryOptions(
      { matchId: matchId as never },
      { refetchInterval: 2_000, placeholderData: keepPreviousData },
    ),
  )
  if (found.isPending) {
    return (
      <>
        <PageHeader title={matchId} back={back} />
        <SkeletonPanel height="24rem" />
      </>
    )
  }
  if (!found.data) return <Missing matchId={matchId} error={found.error} retry={() => void found.refetch()} />
  return <MatchDesk matchId={matchId} desk={found.data} />
}

interface MissingProps {
  readonly matchId: string
  readonly error: Parameters<typeof callInOneLine>[0]
  readonly retry: () => void
}

function Missing({ matchId, error, retry }: MissingProps) {
  const isUnknown = error?.data?.errorCode === 'match-not-found'
  return (
    <>
      <PageHeader title={matchId} back={back} />
      {isUnknown ? (
        <EmptyState kind="nothing-yet" title="No such match">
          No event of it has been stored. A match appears with its first event.
        </EmptyState>
      ) : (
        <ErrorState message={callInOneLine(error) ?? ''} onRetry={retry} />
      )}
    </>
  )
}

function MatchDesk({ matchId, desk }: { matchId: string; desk: DeskMatchView }) {
  const { match } = desk
  const encoded = encodeURIComponent(matchId)
  return (
    <>
      <PageHeader
        title={matchName(match)}
        back={back}
        meta={<StatePill {...statuses[match.status]} pulse={match.status === 'live'} />}
        description={`${[match.fixture?.competition, match.fixture?.venue].filter(Boolean).join(', ')} ${matchId}`.trim()}
        actions={
          <>
            <ButtonLink href={`/console/dead-letters?match=${encoded}&view=letters`} size="sm">
              Dead letters
            </ButtonLink>
            <ButtonLink href={`/console/events?match=${encoded}`} size="sm">
              Events
            </ButtonLink>
            <ButtonLink href={pipelineHref(desk.lastStoredAt)} size="sm">
              Pipeline at this minute
            </ButtonLink>
            <ButtonLink href={`/matches/${encoded}`} size="sm">
              As fans see it
            </ButtonLink>
          </>
        }
      />
      <Suspense>{desk.parked && <ParkedNotice parked={desk.parked} />}</Suspense>
      <Panel className="mb-4">
        <Figures desk={desk} />
      </Panel>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <Suspense fallback={<SkeletonPanel height="24rem" />}>
          <FansFeed matchId={matchId} />
        </Suspense>
        <div className="grid content-start gap-4">
          <CorrectionsPanel matchId={matchId} match={match} />
          <Suspense fallback={<SkeletonPanel height="8rem" />}>
            <PrimaryPanel matchId={matchId} />
          </Suspense>
          <SourcesPanel sources={desk.sources} />
          <WhenSeen height="14rem">
            <Suspense fallback={<SkeletonPanel height="14rem" />}>
              <StagesPanel match={match} watermarks={desk.watermarks} />
            </Suspense>
          </WhenSeen>
        </div>
      </div>
    </>
  )
}

function Figures({ desk }: { desk: DeskMatchView }) {
  const { match, viewers, deadLetters, lagMs, lastStoredAt } = desk
  return (
    <div className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 lg:grid-cols-6">
      <Figure label="Score" value={fullScoreText(match)} />
      <div>
        <p className="eyebrow truncate">Clock</p>
        <p className="mt-0.5 font-bold text-2xl tracking-tight">
          <RunningClock reading={match} />
        </p>
      </div>
      <div>
        <p className="eyebrow truncate">Last event</p>
        <p className="mt-0.5 whitespace-nowrap font-bold text-2xl tracking-tight">
          {lastStoredAt === null ? '–' : <Time at={lastStoredAt} />}
        </p>
      </div>
      <Figure label="Accepted to stored" value={lagMs === null ? null : formatDuration(lagMs)} />
      <Figure label="Viewers" value={viewers} />
      <Figure
        label="Dead letters"
        value={deadLetters >= 1_000 ? '1,000+' : formatCount(deadLetters)}
        tone={deadLetters > 0 ? 'critical' : 'neutral'}
      />
    </div>
  )
}
