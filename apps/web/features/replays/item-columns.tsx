import type { OperatorOutputs } from '../console/trpc-options.ts'
import { FaultText } from '../dead-letters/fault-text.tsx'
import { outcomes } from '../dead-letters/letter-words.ts'
import { Badge } from '../kit/display/badge.tsx'
import { StatePill } from '../kit/display/state-pill.tsx'
import type { Column } from '../kit/table/data-table.tsx'
import { Time } from '../kit/time/time.tsx'

export type ItemRow = OperatorOutputs['replay']['items']['items'][number]

export const itemKey = ({ letterId }: ItemRow): string => letterId

const dash = <span className="text-muted">–</span>

const begin: readonly Column<ItemRow>[] = [
  { id: 'nth', header: '#', width: '3.5rem', align: 'end', cell: ({ ordinal }) => ordinal },
  { id: 'letter', header: 'Letter', width: '5.5rem', cell: ({ letterId }) => letterId },
]

/** What is not sent still waits, unless nothing more will happen. */
const outcome = (isOver: boolean): Column<ItemRow> => ({
  id: 'outcome',
  header: 'Outcome',
  width: '10rem',
  cell: item => <StatePill {...stateOf(item, isOver)} />,
})

function stateOf({ outcome: ended, sentAt }: ItemRow, isOver: boolean) {
  if (ended !== null) return outcomes[ended]
  if (sentAt !== null) return { tone: 'info', label: 'Sent', pulse: true } as const
  return isOver
    ? ({ tone: 'neutral', label: 'Not sent' } as const)
    : ({ tone: 'info', label: 'Waiting' } as const)
}

const rest: readonly Column<ItemRow>[] = [
  {
    id: 'what',
    header: 'What was said',
    width: 'minmax(14rem, 3fr)',
    cell: ({ errorCode, message }) =>
      errorCode === null && message === null ? dash : <FaultText code={errorCode} message={message} />,
  },
  {
    id: 'payload',
    header: 'Payload',
    width: '6.5rem',
    cell: ({ edited }) =>
      edited ? <Badge tone="info">corrected</Badge> : <span className="text-muted">as it was</span>,
  },
]
const seq: Column<ItemRow> = {
  id: 'seq',
  header: 'Event',
  width: '5rem',
  align: 'end',
  cell: row => (row.seq === null ? dash : `#${row.seq}`),
}
const sent: Column<ItemRow> = {
  id: 'sent',
  header: 'Sent',
  width: '8rem',
  cell: ({ sentAt, sends }) =>
    sentAt === null ? (
      dash
    ) : (
      <span>
        <Time at={sentAt} />
        {sends > 1 && <span className="text-muted"> ({sends}×)</span>}
      </span>
    ),
}
const settled: Column<ItemRow> = {
  id: 'settled',
  header: 'Settled',
  width: '6.5rem',
  cell: ({ settledAt }) => (settledAt === null ? dash : <Time at={settledAt} />),
}

/** A dry run sends nothing, so it tells no such times. */
export const itemColumns = (mode: 'dry_run' | 'live', isOver: boolean): readonly Column<ItemRow>[] => {
  const columns = [...begin, outcome(isOver), ...rest, seq]
  return mode === 'live' ? [...columns, sent, settled] : [...columns, settled]
}
