import { Badge } from '../kit/display/badge.tsx'
import { StatePill } from '../kit/display/state-pill.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import type { Column } from '../kit/table/data-table.tsx'
import { formatCount, formatDuration } from '../kit/time/format-quantity.ts'
import { Time } from '../kit/time/time.tsx'
import { type DeskMatch, matchName, scoreText, statuses } from './desk-words.ts'
import { PulseDots } from './pulse-dots.tsx'

export const deskKey = ({ matchId }: DeskMatch): string => matchId

const nothing = <span className="text-muted">–</span>
/** Slower than this from accepted to stored is worth a look. */
const slowMs = 1_000

export const deskColumns: readonly Column<DeskMatch>[] = [
  {
    id: 'match',
    header: 'Match',
    width: 'minmax(10.5rem, 2fr)',
    cell: match => <VisibleText text={matchName(match)} maxChars={120} />,
  },
  { id: 'id', header: 'Id', width: 'minmax(5.5rem, 1fr)', cell: ({ matchId }) => matchId },
  {
    id: 'status',
    header: 'Status',
    width: '6.25rem',
    cell: ({ status, parkedAt }) =>
      parkedAt === null ? (
        <StatePill {...statuses[status]} pulse={status === 'live'} />
      ) : (
        <StatePill tone="critical" label="parked" />
      ),
  },
  {
    id: 'score',
    header: 'Score',
    width: '4.5rem',
    align: 'end',
    cell: ({ score }) => <span className="font-semibold tabular-nums">{scoreText(score)}</span>,
  },
  {
    id: 'last',
    header: 'Last event',
    width: '6.25rem',
    cell: ({ lastEvent }) => (lastEvent ? <Time at={lastEvent.storedAt} /> : nothing),
  },
  {
    id: 'lag',
    header: 'Lag',
    width: '5rem',
    align: 'end',
    cell: ({ lagMs }) =>
      lagMs === null ? (
        nothing
      ) : (
        <span className={lagMs > slowMs ? 'text-caution' : ''}>{formatDuration(lagMs)}</span>
      ),
  },
  {
    id: 'relay',
    header: 'Not sent on',
    width: '6.5rem',
    align: 'end',
    cell: ({ notRelayed }) => (notRelayed === 0 ? nothing : formatCount(notRelayed)),
  },
  {
    id: 'viewers',
    header: 'Viewers',
    width: '5rem',
    align: 'end',
    cell: ({ viewers }) => (viewers === 0 ? nothing : formatCount(viewers)),
  },
  {
    id: 'letters',
    header: 'Dead letters',
    width: '6.5rem',
    align: 'end',
    cell: ({ deadLetters }) =>
      deadLetters === 0 ? (
        nothing
      ) : (
        <Badge tone="critical">{deadLetters >= 1_000 ? '1,000+' : formatCount(deadLetters)}</Badge>
      ),
  },
  {
    id: 'sources',
    header: 'Sources',
    width: '9.5rem',
    cell: ({ sources }) => <PulseDots sources={sources} />,
  },
]
