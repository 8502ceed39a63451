import { verdicts } from '../deliveries/verdict-words.ts'
import { Badge } from '../kit/display/badge.tsx'
import { Mono } from '../kit/display/mono.tsx'
import { Panel } from '../kit/display/panel.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { type Column, DataTable } from '../kit/table/data-table.tsx'
import { formatCount } from '../kit/time/format-quantity.ts'
import { Time } from '../kit/time/time.tsx'
import type { EventLife } from './event-words.ts'

type Sockets = EventLife['sockets']
type Session = Sockets['sample'][number]
type Gateway = Sockets['gateways'][number]
type Verdict = Session['verdict']

const sessionColumns: readonly Column<Session>[] = [
  {
    id: 'verdict',
    header: 'What became of it',
    width: 'minmax(8rem, 1fr)',
    cell: ({ verdict }) => <VerdictBadge verdict={verdict} />,
  },
  { id: 'fan', header: 'Fan', width: 'minmax(6rem, 1fr)', cell: ({ fan }) => <Mono>{fan}</Mono> },
  {
    id: 'gateway',
    header: 'Gateway',
    width: 'minmax(6rem, 1fr)',
    cell: ({ instance }) => <Mono>{instance}</Mono>,
  },
  { id: 'transport', header: 'By', width: '5rem', cell: ({ transport }) => transport },
  {
    id: 'connection',
    header: 'Connection',
    width: 'minmax(6rem, 1fr)',
    cell: ({ connectionId }) => <Mono>{connectionId}</Mono>,
  },
  { id: 'began', header: 'Feed began', width: '7rem', cell: ({ startedAt }) => <Time at={startedAt} /> },
  {
    id: 'text',
    header: 'What tells it',
    width: 'minmax(14rem, 3fr)',
    cell: ({ text }) => <VisibleText text={text} maxChars={300} />,
  },
]
const sessionKey = ({ sessionId }: Session): string => sessionId
const gatewayKey = ({ instance }: Gateway): string => instance

const gatewayColumns: readonly Column<Gateway>[] = [
  {
    id: 'gateway',
    header: 'Gateway',
    width: 'minmax(8rem, 1fr)',
    cell: ({ instance }) => <Mono>{instance}</Mono>,
  },
  {
    id: 'reached',
    header: 'Has come to',
    width: '8rem',
    cell: ({ reached }) =>
      reached === null ? <span className="text-muted">unknown</span> : <Mono>{reached}</Mono>,
  },
  {
    id: 'reported',
    header: 'Said so',
    width: '7rem',
    cell: ({ reportedAt }) =>
      reportedAt === null ? <span className="text-muted">–</span> : <Time at={reportedAt} />,
  },
  {
    id: 'feeds',
    header: 'Feeds',
    width: 'minmax(14rem, 3fr)',
    cell: ({ verdicts: counts }) => (
      <span className="flex gap-1.5">
        {Object.entries(counts).map(([verdict, count]) => (
          <VerdictBadge key={verdict} verdict={verdict as Verdict} count={count} />
        ))}
      </span>
    ),
  },
]

function VerdictBadge({ verdict, count }: { verdict: Verdict; count?: number }) {
  const { title, tone } = verdicts[verdict]
  const words = verdict.replaceAll('-', ' ')
  return (
    <Badge tone={tone} title={title}>
      {count === undefined ? words : `${formatCount(count)} ${words}`}
    </Badge>
  )
}

/** Who got it: all feeds counted by gateway, and some of them one by one. */
export function LifeSockets({ sockets }: { sockets: Sockets }) {
  const { counted, isAll, gateways, sample } = sockets
  if (gateways.length === 0) {
    return (
      <Panel title="Sockets">
        <EmptyState kind="nothing-yet" title="Nobody is known to have followed the match then" compact>
          Gateways keep a journal of what each feed was given, for some days. None is recorded near that time.
        </EmptyState>
      </Panel>
    )
  }
  const those = `${isAll ? '' : 'the nearest '}${formatCount(counted)} ${counted === 1 ? 'feed' : 'feeds'}`
  return (
    <section aria-label="Sockets" className="grid min-w-0 gap-2">
      <h2 className="font-semibold text-sm">Sockets: {those}</h2>
      <DataTable
        label="Gateways"
        rows={gateways}
        rowKey={gatewayKey}
        columns={gatewayColumns}
        height="14rem"
        pageKeys={false}
      />
      {sample.length > 0 && (
        <>
          <p className="text-muted text-xs">
            {sample.length === counted ? 'Each of them' : `${sample.length} of them, some of each outcome`}.
            Fans’ ids are hidden but for their beginning; three characters tell one from another.
          </p>
          <DataTable
            label="Feeds"
            rows={sample}
            rowKey={sessionKey}
            columns={sessionColumns}
            height="22rem"
            pageKeys={false}
          />
        </>
      )}
    </section>
  )
}
