import { StatePill } from '../kit/display/state-pill.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import type { Column } from '../kit/table/column.ts'
import { Time } from '../kit/time/time.tsx'
import { type Person, stateOf } from './person-words.ts'

export const personColumns: readonly Column<Person>[] = [
  {
    id: 'email',
    header: 'E-mail',
    width: 'minmax(14rem, 2fr)',
    cell: ({ email }) => <VisibleText text={email} maxChars={120} />,
  },
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(8rem, 1fr)',
    cell: ({ name }) => <VisibleText text={name} maxChars={80} />,
  },
  { id: 'role', header: 'Role', width: '6rem', cell: ({ role }) => role },
  {
    id: 'factor',
    header: 'Second factor',
    width: '8rem',
    cell: ({ twoFactorEnabled }) => (twoFactorEnabled ? 'on' : 'off'),
  },
  { id: 'state', header: 'State', width: '11.5rem', cell: person => <StatePill {...stateOf(person)} /> },
  {
    id: 'seen',
    header: 'Last here',
    width: '8rem',
    cell: ({ lastSeenAt }) => (lastSeenAt === null ? 'no session' : <Time at={lastSeenAt} />),
  },
]
