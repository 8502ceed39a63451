import { Badge } from '../kit/display/badge.tsx'
import { StatePill } from '../kit/display/state-pill.tsx'
import type { Column } from '../kit/table/data-table.tsx'
import { formatCount } from '../kit/time/format-quantity.ts'
import { Time } from '../kit/time/time.tsx'
import type { ReportRow } from './report-words.ts'
import { kindTexts, summaryOf } from './report-words.ts'

export const reportKey = ({ id }: ReportRow): string => id

const summary: Column<ReportRow> = {
  id: 'summary',
  header: 'What it looked at',
  width: 'minmax(12rem, 3fr)',
  cell: report => summaryOf(report),
}

const columns: readonly Column<ReportRow>[] = [
  { id: 'id', header: 'Report', width: '5rem', align: 'end', cell: ({ id }) => id },
  { id: 'at', header: 'Made', width: '7rem', cell: ({ at }) => <Time at={at} /> },
  { id: 'kind', header: 'Compares', width: '10rem', cell: ({ kind }) => <Badge>{kindTexts[kind]}</Badge> },
  {
    id: 'ok',
    header: 'Result',
    width: '8rem',
    cell: ({ ok }) => <StatePill tone={ok ? 'good' : 'critical'} label={ok ? 'in order' : 'gaps'} />,
  },
  {
    id: 'findings',
    header: 'Findings',
    width: '6rem',
    align: 'end',
    cell: ({ findings }) => formatCount(findings),
  },
]

export const reportColumns: readonly Column<ReportRow>[] = [...columns, summary]
/** Beside an open report, which tells the rest. */
export const narrowReportColumns = columns
