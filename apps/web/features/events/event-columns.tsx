import { Badge } from '../kit/display/badge.tsx'
import { Mono } from '../kit/display/mono.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import type { Column } from '../kit/table/data-table.tsx'
import { Time } from '../kit/time/time.tsx'
import { type FoundEvent, laneTones, typeName } from './event-words.ts'

export const eventRowKey = ({ matchId, seq }: FoundEvent): string => `${matchId}/${seq}`

export const eventColumns: readonly Column<FoundEvent>[] = [
  { id: 'at', header: 'Happened', width: '7.5rem', cell: ({ occurredAt }) => <Time at={occurredAt} /> },
  { id: 'match', header: 'Match', width: 'minmax(7rem, 1fr)', cell: ({ matchId }) => <Mono>{matchId}</Mono> },
  { id: 'seq', header: 'Seq', width: '5rem', align: 'end', cell: ({ seq }) => seq },
  { id: 'type', header: 'Type', width: 'minmax(8rem, 1fr)', cell: ({ type }) => typeName(type) },
  {
    id: 'lane',
    header: 'Lane',
    width: '5.5rem',
    cell: ({ lane }) => <Badge tone={laneTones[lane]}>{lane}</Badge>,
  },
  {
    id: 'summary',
    header: 'What it says',
    width: 'minmax(12rem, 3fr)',
    cell: ({ summary }) =>
      summary === '' ? <span className="text-muted">–</span> : <VisibleText text={summary} maxChars={240} />,
  },
  {
    id: 'score',
    header: 'Score',
    width: '4rem',
    align: 'end',
    cell: ({ score }) => `${score.home}–${score.away}`,
  },
  { id: 'source', header: 'Source', width: '5.5rem', cell: ({ source }) => source },
  {
    id: 'id',
    header: 'Source event id',
    width: 'minmax(8rem, 1fr)',
    cell: ({ sourceEventId }) => <Mono>{sourceEventId}</Mono>,
  },
]
