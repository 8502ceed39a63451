import { StatePill } from '../../../../features/kit/display/state-pill.tsx'
import type { Column } from '../../../../features/kit/table/data-table.tsx'
import { Bytes } from '../../../../features/kit/time/quantities.tsx'
import { Time } from '../../../../features/kit/time/time.tsx'

export interface Letter {
  readonly id: string
  readonly stage: string
  readonly code: string
  readonly match: string
  readonly attempts: number
  readonly bytes: number
  readonly failedAtMs: number
}

const stages = ['parse', 'store', 'relay', 'send'] as const
const codes = ['schema-invalid', 'out-of-order', 'unknown-match', 'too-large'] as const
const startMs = Date.UTC(2026, 10, 23, 5)

export const letterAt = (number: number): Letter => ({
  id: `dl-${String(number).padStart(6, '0')}`,
  stage: stages[number % stages.length] ?? 'parse',
  code: codes[(number * 7) % codes.length] ?? 'schema-invalid',
  match: `m-${2_000 + (number % 37)}`,
  attempts: (number % 5) + 1,
  bytes: 200 + ((number * 7_919) % 90_000),
  failedAtMs: startMs + number * 1_000,
})

export const letterKey = (letter: Letter): string => letter.id

export const letterColumns: readonly Column<Letter>[] = [
  {
    id: 'id',
    header: 'Letter',
    width: '7rem',
    cell: letter => <span className="font-mono text-xs">{letter.id}</span>,
  },
  {
    id: 'stage',
    header: 'Stage',
    width: '7rem',
    cell: letter => <StatePill tone={letter.stage === 'send' ? 'caution' : 'neutral'} label={letter.stage} />,
  },
  { id: 'code', header: 'Code', width: 'minmax(9rem, 1fr)', cell: letter => letter.code },
  { id: 'match', header: 'Match', width: '6rem', cell: letter => letter.match },
  { id: 'attempts', header: 'Attempts', width: '5.5rem', align: 'end', cell: letter => letter.attempts },
  {
    id: 'bytes',
    header: 'Size',
    width: '5.5rem',
    align: 'end',
    cell: letter => <Bytes value={letter.bytes} />,
  },
  {
    id: 'failed',
    header: 'Failed',
    width: 'minmax(7rem, 0.5fr)',
    align: 'end',
    sort: 'desc',
    onSort: () => undefined,
    cell: letter => <Time at={letter.failedAtMs} />,
  },
]
