import type { OperatorOutputs } from '../console/trpc-options.ts'
import type { TimePoint } from '../kit/chart/time-points.ts'
import { Badge } from '../kit/display/badge.tsx'
import type { Column } from '../kit/table/data-table.tsx'
import { formatCount } from '../kit/time/format-quantity.ts'
import { Time } from '../kit/time/time.tsx'

type Hour = OperatorOutputs['delivery']['accounts']['items'][number]

export type AccountRow = Hour['topics'][number] & Pick<Hour, 'at' | 'ok' | 'reportId' | 'sinceBeginning'>

/** One row for each hour and topic, the newest hour first. */
export const accountRows = (hours: readonly Hour[], topic: string | undefined): readonly AccountRow[] =>
  hours.flatMap(({ at, ok, reportId, sinceBeginning, topics }) =>
    topics
      .filter(one => topic === undefined || one.topic === topic)
      .map(one => ({ ...one, at, ok, reportId, sinceBeginning })),
  )

export const accountKey = ({ reportId, topic }: AccountRow): string => `${reportId} ${topic}`

const outcomes = ['stored', 'duplicate', 'revised', 'dead', 'superseded', 'shed', 'lost'] as const

export const chartSeries = [
  { id: 'stored', label: 'Stored', tone: 'good' },
  { id: 'duplicate', label: 'Duplicate', tone: 'info' },
  { id: 'dead', label: 'Dead', tone: 'critical' },
  { id: 'superseded', label: 'Superseded', tone: 'neutral' },
  { id: 'shed', label: 'Shed', tone: 'caution' },
  { id: 'lost', label: 'Lost', tone: 'critical' },
] as const

/** Sums over the topics, oldest first. The first report of all has everything since the beginning, and is left out. */
export function chartPoints(rows: readonly AccountRow[]): TimePoint[] {
  const hours = Map.groupBy(
    rows.filter(({ sinceBeginning }) => !sinceBeginning),
    ({ at }) => at,
  )
  return [...hours]
    .map(([at, its]) => ({
      atMs: Date.parse(at),
      values: Object.fromEntries(outcomes.map(name => [name, its.reduce((sum, row) => sum + row[name], 0)])),
    }))
    .sort((a, b) => a.atMs - b.atMs)
}

/** Nothing draws no look; what was lost draws every one. */
function lookOf(name: string, records: number): string {
  if (records === 0) return 'text-muted'
  return name === 'lost' ? 'font-semibold text-critical' : ''
}

const count = (
  name: (typeof outcomes)[number] | 'accepted' | 'underWay',
  header: string,
  width = 'minmax(6rem, 1fr)',
): Column<AccountRow> => ({
  id: name,
  header,
  width,
  align: 'end',
  cell: row => <span className={lookOf(name, row[name])}>{formatCount(row[name])}</span>,
})

export const accountColumns: readonly Column<AccountRow>[] = [
  { id: 'at', header: 'Hour until', width: '13rem', cell: ({ at }) => <Time at={at} show="absolute" /> },
  { id: 'topic', header: 'Topic', width: 'minmax(10rem, 1.5fr)', cell: ({ topic }) => topic },
  count('accepted', 'Accepted'),
  count('stored', 'Stored'),
  count('lost', 'Lost'),
  count('duplicate', 'Duplicate'),
  count('revised', 'Revised'),
  count('dead', 'Dead'),
  count('superseded', 'Superseded', '6.5rem'),
  count('shed', 'Shed'),
  count('underWay', 'Under way', '6rem'),
  {
    id: 'ok',
    header: 'Books',
    width: '8rem',
    cell: ({ ok, sinceBeginning }) => (
      <Badge tone={ok ? 'good' : 'critical'}>
        {ok ? (sinceBeginning ? 'since the start' : 'agree') : 'do not agree'}
      </Badge>
    ),
  },
]
