import type { Lane, MatchEvent } from '@touchline/contracts'
import { formatMinute } from '../clock/match-clock.ts'
import { Badge } from '../kit/display/badge.tsx'
import type { Tone } from '../kit/display/tone.ts'
import { VisibleText } from '../kit/display/visible-text.tsx'
import type { Column } from '../kit/table/data-table.tsx'
import { formatDuration } from '../kit/time/format-quantity.ts'
import { describeEvent } from '../match/describe-event.ts'
import { scoreText } from './desk-words.ts'

export const feedKey = ({ epoch, seq }: MatchEvent): string => `${epoch}:${seq}`

const laneTones: Readonly<Record<Lane, Tone>> = { critical: 'critical', normal: 'info', low: 'neutral' }

const storedAfterMs = ({ ingestedAt, storedAt }: MatchEvent) => Date.parse(storedAt) - Date.parse(ingestedAt)

function What({ event }: { event: MatchEvent }) {
  const { title, detail } = describeEvent(event)
  return (
    <span className={event.lane === 'critical' ? 'font-semibold' : ''}>
      <VisibleText text={[title, detail].filter(Boolean).join(': ')} maxChars={200} />
    </span>
  )
}

export const feedColumns: readonly Column<MatchEvent>[] = [
  { id: 'seq', header: 'Seq', width: '4.75rem', align: 'end', cell: ({ seq }) => seq },
  { id: 'minute', header: 'Minute', width: '4rem', align: 'end', cell: ({ clock }) => formatMinute(clock) },
  {
    id: 'lane',
    header: 'Lane',
    width: '5rem',
    cell: ({ lane }) => <Badge tone={laneTones[lane]}>{lane}</Badge>,
  },
  { id: 'what', header: 'What', width: 'minmax(8rem, 3fr)', cell: event => <What event={event} /> },
  { id: 'source', header: 'Source', width: '5.25rem', cell: ({ source }) => source },
  { id: 'score', header: 'Score', width: '3.75rem', align: 'end', cell: ({ score }) => scoreText(score) },
  {
    id: 'took',
    header: 'Stored in',
    width: '5rem',
    align: 'end',
    cell: event => formatDuration(storedAfterMs(event)),
  },
]
