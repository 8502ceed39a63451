import type { OperatorOutputs } from '../console/trpc-options.ts'
import { formatCount } from '../kit/time/format-quantity.ts'

export type ReportRow = OperatorOutputs['delivery']['reports']['items'][number]

export const kindTexts: Readonly<Record<ReportRow['kind'], string>> = {
  delivery: 'stored – delivered',
  account: 'log – accounts',
}

export const stageTexts: Readonly<Record<string, string>> = {
  store: 'store',
  outbox: 'outbox',
  relay: 'relay',
  broadcast: 'broadcast',
  gateway: 'gateway',
  balance: 'account: sum',
  stored: 'account: stored',
  log: 'account: log',
  history: 'log',
}

type Finding = OperatorOutputs['delivery']['report']['findings'][number]['what']

/** The stage that lost it, or the part of the books that does not agree. */
export const stageOf = (what: Finding): string =>
  stageTexts['stage' in what ? what.stage : what.check] ?? 'unknown'

/** One line of what a report looked at. */
export function summaryOf({ kind, totals }: Pick<ReportRow, 'kind' | 'totals'>): string {
  if (kind === 'delivery' && 'matches' in totals) {
    const lost = Object.entries(totals.byStage).filter(([, count]) => count > 0)
    const stages = lost.map(([stage, count]) => `${stage} ${formatCount(count)}`).join(', ')
    const repaired = totals.repaired > 0 ? `; ${formatCount(totals.repaired)} mended by itself` : ''
    return `${formatCount(totals.matches)} matches${stages === '' ? '' : `: ${stages}`}${repaired}`
  }
  if (!('topics' in totals)) return ''
  const accepted = totals.topics.reduce((sum, { accepted }) => sum + accepted, 0)
  return `${formatCount(totals.topics.length)} topics, ${formatCount(accepted)} records accepted since the beginning`
}
