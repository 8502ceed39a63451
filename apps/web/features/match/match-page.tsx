'use client'

import { useMatchFeed } from '@touchline/sdk/react'
import { useGateway } from '../gateway/gateway-provider.tsx'
import { scoreText, teamNames } from '../matches/match-order.ts'
import { teamIdentities } from '../team/team-identity.ts'
import { Announcer } from './announcer.tsx'
import { EventFeed } from './event-feed.tsx'
import { FeedStateProbe } from './feed-state-probe.tsx'
import { KeyMoments } from './key-moments.tsx'
import { MatchMissing } from './match-missing.tsx'
import { MatchTimeline } from './match-timeline.tsx'
import { OmissionNotice } from './omission-notice.tsx'
import { Pitch } from './pitch.tsx'
import { ScoreHeader } from './score-header.tsx'
import { StatBars } from './stat-bars.tsx'
import { matchStory } from './story.ts'
import { useMatchStats } from './use-match-stats.ts'
import { useWatchPlace, WatchBar } from './watch-bar.tsx'
import { WaterfallPanel } from './waterfall-panel.tsx'

/** One match, replayed from its first event so that its story is whole, or from a minute on; then followed live. */
export function MatchPage({ matchId }: { matchId: string }) {
  const { touchline } = useGateway()
  const { from, delaySeconds } = useWatchPlace()
  const view = useMatchFeed(touchline, matchId, { from, delaySeconds, maxEvents: 1, fold: matchStory })
  const { status, snapshot, folded: story } = view
  const { stats, known } = useMatchStats(matchId, view, from === 'start' && delaySeconds === 0)
  const names = teamNames({ fixture: snapshot?.fixture ?? null })
  const teams = teamIdentities(names.home, names.away)
  const title = snapshot?.fixture
    ? `${names.home} ${scoreText(snapshot)} ${names.away} · Touchline`
    : `${matchId} · Touchline`
  return (
    <>
      <title>{title}</title>
      <FeedStateProbe view={view} />
      {status.tag === 'closed' && status.error ? (
        <MatchMissing matchId={matchId} error={status.error} />
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <div className="lg:col-span-2">
            <ScoreHeader view={view} teams={teams} delaySeconds={delaySeconds} />
          </div>
          <div className="grid gap-2 lg:col-span-2">
            <WatchBar matchId={matchId} />
            <OmissionNotice omission={view.omission} />
          </div>
          <div className="lg:col-span-2">
            <MatchTimeline moments={story.moments} clock={snapshot?.clock} teams={teams} />
          </div>
          <div className="order-2 lg:order-none">
            <EventFeed story={story} teams={teams} status={status} />
          </div>
          <div className="contents lg:grid lg:content-start lg:gap-4">
            <div className="order-1">
              <Pitch pitch={story.pitch} teams={teams} />
            </div>
            <div className="order-3 grid gap-4">
              <StatBars stats={stats} known={known} teams={teams} />
              <KeyMoments moments={story.moments} teams={teams} />
              <WaterfallPanel newest={view.newest} />
            </div>
          </div>
        </div>
      )}
      <Announcer latest={story.news} newsAfterSeq={view.openedAtSeq} names={names} />
    </>
  )
}
