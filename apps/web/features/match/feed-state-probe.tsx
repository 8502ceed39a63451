import type { MatchView } from '@touchline/sdk/react'

/** What the feed has received, for tests and for support; nothing to see. */
export function FeedStateProbe({ view: { status, lastSeq, counts } }: { view: MatchView<unknown> }) {
  return (
    <div
      hidden
      data-testid="feed-state"
      data-status={status.tag}
      data-last-seq={lastSeq}
      data-received={counts.received}
      data-gaps={counts.gaps}
      data-duplicates={counts.duplicates}
      data-disconnects={counts.disconnects}
    />
  )
}
