import { Callout } from '../kit/states/callout.tsx'
import { formatCount } from '../kit/time/format-quantity.ts'
import { Time } from '../kit/time/time.tsx'
import type { EventPage } from './event-words.ts'
import { engineNames } from './event-words.ts'

/** Who answered, as of when, and what the search has not come to yet. */
export function SearchStanding({ page }: { page: EventPage | undefined }) {
  if (!page) return <p className="mb-2 min-h-5 text-muted text-xs" />
  const { from, asOf, behind } = page
  return (
    <>
      <p className="mb-2 min-h-5 text-muted text-xs" data-testid="search-standing" data-from={from}>
        From {engineNames[from]}, as of <Time at={asOf} show="clock" />
        {behind > 0 && from !== 'cache' && `; ${formatCount(behind)} stored events are not in the search yet`}
        .
      </p>
      {from === 'cache' && (
        <div className="mb-3">
          <Callout tone="caution" title="OpenSearch is away: this is what it last answered">
            What was stored after <Time at={asOf} show="clock" /> may be missing. From a minute on, PostgreSQL
            answers instead.
          </Callout>
        </div>
      )}
    </>
  )
}
