import { StatePill } from '../kit/display/state-pill.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import type { Column } from '../kit/table/column.ts'
import { Time } from '../kit/time/time.tsx'
import { type ApiKey, keyState, type Revocation, revocationState } from './key-words.ts'

const text = (value: string) => <VisibleText text={value} maxChars={120} />
const mono = (value: string) => (
  <span className="font-mono text-xs">
    <VisibleText text={value} maxChars={120} />
  </span>
)

export const keyColumns: readonly Column<ApiKey>[] = [
  { id: 'id', header: 'Key', width: '8.5rem', cell: ({ keyId }) => mono(keyId) },
  { id: 'owner', header: 'Owner', width: 'minmax(8rem, 1fr)', cell: ({ owner }) => text(owner) },
  { id: 'name', header: 'Name', width: 'minmax(8rem, 1fr)', cell: ({ name }) => text(name) },
  { id: 'tier', header: 'Tier', width: '4.5rem', cell: ({ tier }) => tier },
  {
    id: 'used',
    header: 'Last used',
    width: '7rem',
    cell: ({ lastUsedAt }) => (lastUsedAt === null ? 'never' : <Time at={lastUsedAt} />),
  },
  {
    id: 'ends',
    header: 'Ends',
    width: '7rem',
    cell: ({ expiresAt }) => (expiresAt === null ? 'never' : <Time at={expiresAt} />),
  },
  { id: 'state', header: 'State', width: '9rem', cell: key => <StatePill {...keyState(key, Date.now())} /> },
]

export const revocationColumns: readonly Column<Revocation>[] = [
  { id: 'at', header: 'Revoked', width: '7rem', cell: ({ revokedAt }) => <Time at={revokedAt} /> },
  { id: 'kind', header: 'Kind', width: '5.5rem', cell: ({ kind }) => kind },
  { id: 'subject', header: 'Who', width: 'minmax(10rem, 1fr)', cell: ({ subject }) => mono(subject) },
  { id: 'by', header: 'By', width: 'minmax(8rem, 1fr)', cell: ({ revokedBy }) => text(revokedBy) },
  { id: 'reason', header: 'Reason', width: 'minmax(10rem, 2fr)', cell: ({ reason }) => text(reason) },
  {
    id: 'until',
    header: 'Until',
    width: '7rem',
    cell: ({ expiresAt }) => (expiresAt === null ? 'it is lifted' : <Time at={expiresAt} />),
  },
  {
    id: 'state',
    header: 'State',
    width: '6.5rem',
    cell: one => <StatePill {...revocationState(one, Date.now())} />,
  },
]
