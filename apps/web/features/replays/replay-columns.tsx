import type { OperatorOutputs } from '../console/trpc-options.ts'
import { Badge } from '../kit/display/badge.tsx'
import { StatePill } from '../kit/display/state-pill.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import type { Column } from '../kit/table/data-table.tsx'
import { formatCount } from '../kit/time/format-quantity.ts'
import { Time } from '../kit/time/time.tsx'
import { modes, replayStates } from './replay-words.ts'

export type ReplayRow = OperatorOutputs['replay']['list']['items'][number]

export const replayKey = ({ id }: ReplayRow): string => id

export const replayColumns: readonly Column<ReplayRow>[] = [
  {
    id: 'id',
    header: 'Replay',
    width: '4.5rem',
    cell: row => <span className="tabular-nums">{row.id}</span>,
  },
  {
    id: 'state',
    header: 'State',
    width: '11rem',
    cell: ({ state }) => (
      <StatePill
        tone={replayStates[state].tone}
        label={replayStates[state].label}
        pulse={state === 'running' || state === 'pending'}
      />
    ),
  },
  {
    id: 'mode',
    header: 'Mode',
    width: '5.5rem',
    cell: ({ mode }) => <Badge tone={mode === 'live' ? 'info' : 'neutral'}>{modes[mode]}</Badge>,
  },
  {
    id: 'letters',
    header: 'Letters',
    width: '5rem',
    align: 'end',
    cell: ({ total }) => formatCount(total),
  },
  {
    id: 'reason',
    header: 'Reason',
    width: 'minmax(12rem, 3fr)',
    cell: ({ reason }) => <VisibleText text={reason} maxChars={200} />,
  },
  {
    id: 'by',
    header: 'Asked by',
    width: 'minmax(7rem, 1fr)',
    cell: ({ requestedBy }) => <VisibleText text={requestedBy} maxChars={60} />,
  },
  { id: 'created', header: 'Asked', width: '6.5rem', cell: row => <Time at={row.createdAt} /> },
  {
    id: 'finished',
    header: 'Ended',
    width: '6.5rem',
    cell: ({ finishedAt }) =>
      finishedAt === null ? <span className="text-muted">–</span> : <Time at={finishedAt} />,
  },
]
