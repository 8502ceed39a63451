import { Badge } from '../kit/display/badge.tsx'
import { Mono } from '../kit/display/mono.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import type { Column } from '../kit/table/data-table.tsx'
import { Time } from '../kit/time/time.tsx'
import type { AuditEntry } from './audit-filter.ts'

export const auditKey = ({ id }: AuditEntry): string => id

export const auditColumns: readonly Column<AuditEntry>[] = [
  { id: 'id', header: 'Entry', width: '5rem', align: 'end', cell: ({ id }) => id },
  { id: 'at', header: 'When', width: '7rem', cell: ({ at }) => <Time at={at} /> },
  {
    id: 'who',
    header: 'Who',
    width: 'minmax(9rem, 1.5fr)',
    cell: ({ actor }) => <VisibleText text={actor.name} maxChars={80} />,
  },
  { id: 'role', header: 'As', width: '6rem', cell: ({ actor }) => <Badge>{actor.role}</Badge> },
  {
    id: 'action',
    header: 'Action',
    width: 'minmax(9rem, 1.2fr)',
    cell: ({ action }) => <Mono>{action}</Mono>,
  },
  {
    id: 'subject',
    header: 'Subject',
    width: 'minmax(8rem, 1.2fr)',
    cell: ({ subject }) => <VisibleText text={`${subject.kind} ${subject.id}`} maxChars={120} />,
  },
  {
    id: 'reason',
    header: 'Reason',
    width: 'minmax(9rem, 2fr)',
    cell: ({ reason }) =>
      reason === '' ? <span className="text-muted">–</span> : <VisibleText text={reason} maxChars={200} />,
  },
  { id: 'hash', header: 'Hash', width: '7rem', cell: ({ hash }) => <Mono>{`${hash.slice(0, 10)}…`}</Mono> },
]

const kept = new Set(['id', 'at', 'who', 'action'])
/** Beside an open entry, which tells the rest. */
export const narrowAuditColumns = auditColumns.filter(({ id }) => kept.has(id))
