import type { OperatorOutputs } from '../console/trpc-options.ts'
import { Sparkline } from '../kit/chart/sparkline.tsx'
import { StatePill } from '../kit/display/state-pill.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import type { Column } from '../kit/table/data-table.tsx'
import { formatCount } from '../kit/time/format-quantity.ts'
import { Time } from '../kit/time/time.tsx'
import { FaultText } from './fault-text.tsx'
import { groupStates } from './letter-words.ts'

export type GroupRow = OperatorOutputs['deadLetter']['groups']['items'][number]

export const groupKey = ({ fingerprint }: GroupRow): string => fingerprint

/** Those that can still be replayed. */
export const deadOf = ({ states }: Pick<GroupRow, 'states'>): number =>
  (states.dead ?? 0) + (states.dead_again ?? 0)

const why: Column<GroupRow> = {
  id: 'why',
  header: 'What died, of what',
  width: 'minmax(13rem, 3fr)',
  cell: row => <FaultText code={row.errorCode} message={row.sampleMessage} />,
}
const state: Column<GroupRow> = {
  id: 'state',
  header: 'State',
  width: '7.5rem',
  cell: row => <StatePill tone={groupStates[row.state].tone} label={groupStates[row.state].label} />,
}
const letters: Column<GroupRow> = {
  id: 'letters',
  header: 'Letters',
  width: '4.75rem',
  align: 'end',
  cell: row => <span className="font-medium">{formatCount(row.letters)}</span>,
}
const dead: Column<GroupRow> = {
  id: 'dead',
  header: 'Still dead',
  width: '5.25rem',
  align: 'end',
  cell: row => (
    <span className={deadOf(row) === 0 ? 'text-muted' : 'text-critical'}>{formatCount(deadOf(row))}</span>
  ),
}
const trend: Column<GroupRow> = {
  id: 'trend',
  header: 'Trend',
  width: '5rem',
  cell: row => <Sparkline values={row.trend} label="Letters that died" tone="critical" />,
}
const type: Column<GroupRow> = {
  id: 'type',
  header: 'Type',
  width: 'minmax(6.5rem, 1fr)',
  cell: row => <VisibleText text={row.eventType || '(unknown)'} maxChars={40} />,
}
const last: Column<GroupRow> = {
  id: 'last',
  header: 'Last seen',
  width: '5.5rem',
  cell: row => <Time at={row.lastFailedAt} />,
}
const first: Column<GroupRow> = {
  id: 'first',
  header: 'First seen',
  width: '5.5rem',
  cell: row => <Time at={row.firstFailedAt} />,
}
const builds: Column<GroupRow> = {
  id: 'builds',
  header: 'Builds',
  width: 'minmax(4.25rem, 1fr)',
  cell: row => <VisibleText text={row.builds.join(', ') || '–'} maxChars={80} />,
}
const owner: Column<GroupRow> = {
  id: 'owner',
  header: 'Owner',
  width: 'minmax(5rem, 1fr)',
  cell: row =>
    row.owner === null ? (
      <span className="text-muted">nobody</span>
    ) : (
      <VisibleText text={row.owner} maxChars={60} />
    ),
}
const notes: Column<GroupRow> = {
  id: 'notes',
  header: 'Notes',
  width: '3.5rem',
  align: 'end',
  cell: row => (row.notes === 0 ? <span className="text-muted">0</span> : row.notes),
}

interface Sorting {
  readonly sort: 'letters' | 'last-failed'
  readonly onSort: (sort: 'letters' | 'last-failed') => void
}

/** The columns, and which two of them can order the rows. */
export function groupColumns({ sort, onSort }: Sorting, narrow: boolean): readonly Column<GroupRow>[] {
  const byLetters = { sort: sort === 'letters' ? 'desc' : 'none', onSort: () => onSort('letters') } as const
  const byLast = {
    sort: sort === 'last-failed' ? 'desc' : 'none',
    onSort: () => onSort('last-failed'),
  } as const
  const counted = [{ ...letters, ...byLetters }, dead]
  if (narrow) return [{ ...why, width: 'minmax(8rem, 1fr)' }, state, ...counted, { ...last, ...byLast }]
  return [why, type, state, ...counted, trend, { ...last, ...byLast }, first, owner, notes, builds]
}
