import type { OperatorOutputs } from '../console/trpc-options.ts'
import { formatCount } from '../kit/time/format-quantity.ts'

export type PrimaryProviderView = OperatorOutputs['primaryProvider']['show']
export type CoveringProvider = PrimaryProviderView['providers'][number]

const kinds: Readonly<Record<CoveringProvider['counts'][number], string>> = {
  goals: 'goals',
  shots: 'shots',
  cards: 'cards',
  status: 'status',
}

export const countOf = (count: number, one: string): string =>
  `${formatCount(count)} ${count === 1 ? one : `${one}s`}`

/** What of a provider counts, in words. */
export function countsText({ counts, backups }: CoveringProvider): string {
  if (counts.length > 0) return `Counts for ${counts.map(kind => kinds[kind]).join(', ')}`
  return backups > 0 ? 'Backup: not counted' : 'Has told no goals, shots, cards or status'
}

/** Why it is so that somebody counts. */
export function whyPrimary({ chosen, providers, choices }: PrimaryProviderView): string {
  if (providers.length === 0) return 'No broadcast partner has told anything of this match yet.'
  if (chosen === null)
    return 'No primary provider is set: for goals, cards and status, the partner whose reports begin first counts.'
  const by = choices.find(({ provider, seq }) => provider === chosen && seq !== null)
  return by ? `${chosen} was chosen by ${by.requestedBy}: ${by.reason}` : `${chosen} was chosen.`
}

/** Whether a choice is on its way into the log. */
export const isUnderWay = ({ choices }: PrimaryProviderView): boolean => choices[0]?.seq === null

/** Why a provider can't be made primary; undefined if it can. */
export function whyNotPrimary(view: PrimaryProviderView, provider: CoveringProvider): string | undefined {
  if (isUnderWay(view)) return 'Another choice is on its way'
  if (view.chosen === provider.provider) return 'It is the primary provider'
  return provider.counts.length + provider.backups === 0
    ? 'It has told no goals, shots, cards or status'
    : undefined
}
