'use client'

import type { Lane, MatchEvent } from '@touchline/contracts'
import { useMatchFeed } from '@touchline/sdk/react'
import { useRouter } from 'next/navigation'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useGateway } from '../gateway/gateway-provider.tsx'
import { Button } from '../kit/actions/button.tsx'
import { Panel } from '../kit/display/panel.tsx'
import { StatePill } from '../kit/display/state-pill.tsx'
import type { Tone } from '../kit/display/tone.ts'
import { SegmentedChoice } from '../kit/fields/choice.tsx'
import { useFreshRows } from '../kit/fresh-rows/use-fresh-rows.ts'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { DataTable } from '../kit/table/data-table.tsx'
import { feedColumns, feedKey } from './feed-columns.tsx'

const FreshRowsBar = lazy(() =>
  import('../kit/table/fresh-rows-bar.tsx').then(module => ({ default: module.FreshRowsBar })),
)

const choices = ['all', 'normal', 'critical'] as const
type Choice = (typeof choices)[number]

const lanesOf: Readonly<Record<Choice, readonly Lane[] | undefined>> = {
  all: undefined,
  normal: ['critical', 'normal'],
  critical: ['critical'],
}
const options = [
  { value: 'all', label: 'All' },
  { value: 'normal', label: 'No chatter' },
  { value: 'critical', label: 'Critical' },
] as const

type Look = { readonly label: string; readonly tone: Tone }
const feedStates: Readonly<Record<ReturnType<typeof useMatchFeed>['status']['tag'], Look>> = {
  connecting: { label: 'connecting', tone: 'caution' },
  'catching-up': { label: 'catching up', tone: 'caution' },
  live: { label: 'live', tone: 'good' },
  stalled: { label: 'no connection', tone: 'critical' },
  closed: { label: 'closed', tone: 'neutral' },
}

/** However fast events come, so many of the newest are held; one that was stored never changes. */
const mostEvents = 300
const noun = { one: 'event', many: 'events' }
const isSame = (a: MatchEvent, b: MatchEvent) => a.seq === b.seq && a.epoch === b.epoch
const noMark = () => undefined

/** The match as its fans get it, from a gateway. It stands still while somebody reads in it. */
export function LiveFeed({ matchId }: { matchId: string }) {
  const router = useRouter()
  const { touchline } = useGateway()
  const [choice, setChoice] = useQueryState('lanes', parseAsStringLiteral(choices).withDefault('all'))
  const [active, setActive] = useState<string | null>(null)
  const [paused, setPaused] = useState(false)
  const lanes = lanesOf[choice]
  const view = useMatchFeed(touchline, matchId, { maxEvents: mostEvents, ...(lanes && { lanes }) })
  const newestFirst = useMemo(() => view.events.toReversed(), [view.events])
  const held = paused || active !== null
  const shown = useFreshRows(newestFirst, feedKey, {
    held,
    scope: choice,
    sameAs: isSame,
    auto: true,
    isWindow: true,
  })
  const goOn = () => {
    setActive(null)
    setPaused(false)
  }
  const state = feedStates[view.status.tag]
  return (
    <Panel
      title="Live feed"
      padded={false}
      actions={
        <>
          <StatePill
            tone={state.tone}
            label={held ? 'held' : state.label}
            pulse={!held && state.tone === 'good'}
          />
          <Suspense>
            {held && <FreshRowsBar fresh={shown.fresh} gone={0} onShow={goOn} noun={noun} />}
          </Suspense>
          <Button size="sm" aria-pressed={paused} onClick={() => setPaused(!paused)}>
            Hold
          </Button>
          <SegmentedChoice
            label="Lanes"
            value={choice}
            onChange={next => void setChoice(next)}
            options={options}
            hideLabel
          />
        </>
      }
    >
      <DataTable
        label="Live feed"
        rows={shown.rows}
        rowKey={feedKey}
        columns={feedColumns}
        activeKey={active}
        onActiveChange={setActive}
        onOpen={({ seq }) => router.push(`/console/events/${encodeURIComponent(matchId)}/${seq}`)}
        markOf={noMark}
        height="min(65dvh, 44rem)"
        empty={<NoEvents status={view.status.tag} />}
      />
    </Panel>
  )
}

function NoEvents({ status }: { status: keyof typeof feedStates }) {
  if (status === 'stalled' || status === 'closed') {
    return (
      <EmptyState kind="away" title="No gateway answers" compact>
        The feed goes on by itself when one does. What is stored can be searched meanwhile.
      </EmptyState>
    )
  }
  return (
    <EmptyState kind="nothing-yet" title="Waiting for the next event" compact>
      The feed begins with what comes next; what was before is among the events.
    </EmptyState>
  )
}
