'use client'

import type { Lane } from '@touchline/contracts'
import type { FeedStatus } from '@touchline/sdk'
import { EventRow } from './event-row.tsx'
import { allLanes, feedWindow, lanesFrom, lanesText, seqFrom } from './feed-window.ts'
import type { Story } from './story.ts'
import type { Teams } from './teams.ts'
import { useHeld } from './use-held.ts'
import { useUrlState } from './use-url-state.ts'

const laneNames: Record<Lane, string> = { critical: 'Critical', normal: 'Play by play', low: 'Social' }

interface EventFeedProps {
  readonly story: Story
  readonly teams: Teams
  readonly status: FeedStatus
}

/** What scrolls can be scrolled by keys, too. */
const reachedByKeys = { tabIndex: 0 } as const

/** The feed, newest first. It holds still while a pointer reads it; filters and place live in the URL. */
export function EventFeed({ story, teams, status }: EventFeedProps) {
  const { params, change } = useUrlState()
  const lanes = lanesFrom(params.get('lanes'))
  const beforeSeq = seqFrom(params.get('before'))
  const { held, shown, handlers } = useHeld(story)
  const { rows, older } = feedWindow(shown, lanes, beforeSeq)
  const waiting = held
    ? feedWindow(story, lanes, beforeSeq).rows.filter(row => row.seq > (rows[0]?.seq ?? 0)).length
    : 0
  const toggle = (lane: Lane) => {
    const next = lanes.includes(lane) ? lanes.filter(one => one !== lane) : [...lanes, lane]
    change({ lanes: lanesText(allLanes.filter(one => next.includes(one))) || null })
  }
  return (
    <section aria-labelledby="feed" className="panel min-h-96">
      <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-3">
        <h2 id="feed" className="eyebrow mr-auto">
          Feed
        </h2>
        {allLanes.map(lane => (
          <LaneButton key={lane} lane={lane} pressed={lanes.includes(lane)} onPress={() => toggle(lane)} />
        ))}
      </div>
      <p className="flex h-8 items-center gap-3 px-4 text-muted text-xs tabular-nums" role="status">
        {beforeSeq === undefined
          ? heldText(held, waiting)
          : `Events before number ${beforeSeq.toLocaleString('en')}`}
        {beforeSeq !== undefined && (
          <button
            type="button"
            className="font-semibold text-accent"
            onClick={() => change({ before: null })}
          >
            Back to the newest
          </button>
        )}
      </p>
      {rows.length === 0 && <Empty status={status} filtered={lanes.length < allLanes.length} />}
      <ol
        {...handlers}
        {...reachedByKeys}
        aria-labelledby="feed"
        className="relative max-h-[75dvh] overflow-y-auto overscroll-y-auto lg:max-h-[56rem]"
      >
        {rows.map(event => (
          <EventRow key={`${event.epoch}:${event.seq}`} event={event} teams={teams} />
        ))}
      </ol>
      {older > 0 && (
        <button
          type="button"
          onClick={() => change({ before: String(rows.at(-1)?.seq ?? '') })}
          className="w-full rounded-b-[14px] border-line border-t py-3 font-semibold text-accent text-sm hover:bg-raised"
        >
          Show older ({older.toLocaleString('en')} more)
        </button>
      )}
    </section>
  )
}

const heldText = (held: boolean, waiting: number): string => {
  if (!held || waiting === 0) return 'Newest first'
  return `Held while you read · ${waiting} new ${waiting === 1 ? 'event' : 'events'}`
}

function LaneButton({ lane, pressed, onPress }: { lane: Lane; pressed: boolean; onPress: () => void }) {
  const look = pressed ? 'border-accent bg-raised text-ink' : 'border-line text-muted'
  return (
    <button
      type="button"
      aria-pressed={pressed}
      data-testid={`lane-${lane}`}
      onClick={onPress}
      className={`h-8 rounded-full border px-3 font-medium text-xs hover:text-ink ${look}`}
    >
      {laneNames[lane]}
    </button>
  )
}

function Empty({ status, filtered }: { status: FeedStatus; filtered: boolean }) {
  const waiting = status.tag === 'connecting' || status.tag === 'stalled'
  const text = waiting
    ? 'Waiting for the gateway.'
    : filtered
      ? 'No event in these lanes yet.'
      : 'No event yet.'
  return <p className="px-4 py-10 text-center text-muted text-sm">{text}</p>
}
