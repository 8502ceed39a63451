import type { PrimaryProviderPreview, PrimaryProviderView } from '@touchline/api'
import { localTime } from '../terminal/local-time.ts'
import { tableLines } from '../terminal/table.ts'
import { visible } from '../terminal/visible.ts'

const columns = [
  { title: 'PROVIDER', width: 16 },
  { title: 'COUNTS FOR', width: 20 },
  { title: 'EVENTS', width: 7 },
  { title: 'GOALS', width: 5 },
  { title: 'CARDS', width: 5 },
  { title: 'NOT COUNTED', width: 11 },
  { title: 'LAST REPORT', width: 25 },
]

export function coverageText({ chosen, providers, choices }: PrimaryProviderView): string {
  if (providers.length === 0) return 'no provider has told anything of this match'
  const rows = providers.map(one => [
    one.provider,
    one.counts.join(', ') || 'nothing',
    ...[one.events, one.goals, one.cards, one.backups].map(String),
    one.lastReport === null ? 'none' : localTime(one.lastReport.storedAt),
  ])
  const [newest] = choices
  const by = newest ? `, by ${visible(newest.requestedBy)}: ${visible(newest.reason)}` : ''
  const why =
    chosen === null
      ? 'Nobody was chosen: of each kind of fact, those of the provider count that began first.'
      : `${visible(chosen)} was chosen${by}`
  return [...tableLines(columns, rows), why].join('\n')
}

export const previewText = ({ effects, refusal }: PrimaryProviderPreview): string =>
  refusal === null ? effects.join('\n') : `It can not be done: ${visible(refusal)}.`
