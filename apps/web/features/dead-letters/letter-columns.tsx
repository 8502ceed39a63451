import type { OperatorOutputs } from '../console/trpc-options.ts'
import { Badge } from '../kit/display/badge.tsx'
import { StatePill } from '../kit/display/state-pill.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import type { Column } from '../kit/table/data-table.tsx'
import { Time } from '../kit/time/time.tsx'
import { FaultText } from './fault-text.tsx'
import { dispositions, letterStates, stages } from './letter-words.ts'

export type LetterRow = OperatorOutputs['deadLetter']['list']['items'][number]

export const letterKey = ({ id }: LetterRow): string => id

const failed: Column<LetterRow> = {
  id: 'failed',
  header: 'Failed',
  width: '6rem',
  cell: row => <Time at={row.lastFailedAt} />,
}
const state: Column<LetterRow> = {
  id: 'state',
  header: 'State',
  width: '7.5rem',
  cell: row => (
    <StatePill
      tone={letterStates[row.state].tone}
      label={letterStates[row.state].label}
      pulse={row.state === 'replaying'}
    />
  ),
}
const why: Column<LetterRow> = {
  id: 'why',
  header: 'What went wrong',
  width: 'minmax(15rem, 4fr)',
  cell: row => <FaultText code={row.errorCode} message={row.errorMessage} />,
}
const id: Column<LetterRow> = {
  id: 'id',
  header: 'Letter',
  width: '4.25rem',
  cell: row => <span className="text-muted tabular-nums">{row.id}</span>,
}
const type: Column<LetterRow> = {
  id: 'type',
  header: 'Type',
  width: 'minmax(6.5rem, 1fr)',
  cell: row => <VisibleText text={row.eventType || '(unknown)'} maxChars={40} />,
}
const match: Column<LetterRow> = {
  id: 'match',
  header: 'Match',
  width: 'minmax(5.5rem, 1fr)',
  cell: row => <VisibleText text={row.matchId || '–'} maxChars={64} />,
}
const disposition: Column<LetterRow> = {
  id: 'disposition',
  header: 'Disposition',
  width: '5.75rem',
  cell: row => (
    <Badge tone={dispositions[row.disposition].tone} title={dispositions[row.disposition].text}>
      {dispositions[row.disposition].label}
    </Badge>
  ),
}
const stage: Column<LetterRow> = {
  id: 'stage',
  header: 'Stage',
  width: '6rem',
  cell: row => <span className="text-muted">{stages[row.stage]}</span>,
}
const deaths: Column<LetterRow> = {
  id: 'deaths',
  header: 'Deaths',
  width: '4.25rem',
  align: 'end',
  cell: row => row.deaths,
}

export const letterColumns: readonly Column<LetterRow>[] = [
  failed,
  state,
  why,
  type,
  match,
  disposition,
  stage,
  deaths,
  id,
]
/** Beside an open letter. */
export const narrowLetterColumns: readonly Column<LetterRow>[] = [
  failed,
  state,
  { ...why, width: 'minmax(11rem, 1fr)' },
  id,
]
