import type { OperatorOutputs } from '../console/trpc-options.ts'
import { Tooltip } from '../kit/actions/tooltip.tsx'
import { StatePill } from '../kit/display/state-pill.tsx'
import type { Column } from '../kit/table/data-table.tsx'
import { formatCount } from '../kit/time/format-quantity.ts'
import { Time } from '../kit/time/time.tsx'

export type MarkRow = OperatorOutputs['delivery']['watermarks']['items'][number]

export const markKey = ({ matchId }: MarkRow): string => matchId

/** A busy match is a little behind at every look. */
const usuallyBehind = 50

const standing = ({ behindBy, gateways }: MarkRow) => {
  if (gateways.some(({ isSilent, sockets }) => isSilent && sockets > 0)) {
    return <StatePill tone="critical" label="a gateway is silent" />
  }
  if (behindBy > usuallyBehind)
    return <StatePill tone="caution" label={`behind by ${formatCount(behindBy)}`} />
  return <StatePill tone="good" label={behindBy === 0 ? 'up to date' : 'keeping up'} />
}

const gatewayText = ({ instance, seq, behindBy, sockets, ageSeconds }: MarkRow['gateways'][number]) =>
  `${instance}: at ${formatCount(seq)}, behind by ${formatCount(behindBy)}, ${formatCount(sockets)} sockets, said ${ageSeconds} s ago`

export const markColumns: readonly Column<MarkRow>[] = [
  { id: 'match', header: 'Match', width: 'minmax(9rem, 1.5fr)', cell: ({ matchId }) => matchId },
  { id: 'state', header: 'State', width: '11rem', cell: standing },
  {
    id: 'stored',
    header: 'Stored',
    width: '6.5rem',
    align: 'end',
    cell: ({ stored }) => formatCount(stored.seq),
  },
  { id: 'age', header: 'Last stored', width: '7rem', cell: ({ stored }) => <Time at={stored.at} /> },
  {
    id: 'relayed',
    header: 'Sent on',
    width: '6.5rem',
    align: 'end',
    cell: ({ relayed }) => (relayed ? formatCount(relayed.seq) : <span className="text-muted">–</span>),
  },
  {
    id: 'behind',
    header: 'Behind by',
    width: '6rem',
    align: 'end',
    cell: ({ behindBy }) => formatCount(behindBy),
  },
  {
    id: 'sockets',
    header: 'Sockets',
    width: '6rem',
    align: 'end',
    cell: ({ sockets }) => formatCount(sockets),
  },
  {
    id: 'gateways',
    header: 'Gateways',
    width: 'minmax(9rem, 2fr)',
    cell: ({ gateways }) =>
      gateways.length === 0 ? (
        <span className="text-muted">nobody watches</span>
      ) : (
        <Tooltip text={gateways.slice(0, 12).map(gatewayText).join('; ')}>
          <span>{gateways.map(({ instance, seq }) => `${instance} ${formatCount(seq)}`).join(', ')}</span>
        </Tooltip>
      ),
  },
]
