import { StatePill } from '../kit/display/state-pill.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import type { Column } from '../kit/table/column.ts'
import { Time } from '../kit/time/time.tsx'
import { grantState, type PartnerGrant } from './grant-words.ts'

const mono = (value: string) => (
  <span className="font-mono text-xs">
    <VisibleText text={value} maxChars={64} />
  </span>
)

export const grantColumns: readonly Column<PartnerGrant>[] = [
  { id: 'partner', header: 'Partner', width: 'minmax(8rem, 1fr)', cell: ({ partner }) => mono(partner) },
  { id: 'pattern', header: 'Matches', width: 'minmax(8rem, 1fr)', cell: ({ pattern }) => mono(pattern) },
  { id: 'created', header: 'Created', width: '7rem', cell: ({ createdAt }) => <Time at={createdAt} /> },
  {
    id: 'by',
    header: 'Created by',
    width: 'minmax(8rem, 1fr)',
    cell: ({ createdBy }) => <VisibleText text={createdBy} maxChars={120} />,
  },
  {
    id: 'expires',
    header: 'Expires',
    width: '7rem',
    cell: ({ expiresAt }) => (expiresAt === null ? 'Never' : <Time at={expiresAt} />),
  },
  {
    id: 'status',
    header: 'Status',
    width: '6.5rem',
    cell: grant => <StatePill {...grantState(grant, Date.now())} />,
  },
]
