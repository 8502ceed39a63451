import type { PartnerGrantPageView } from '@touchline/api'
import { localTime } from '../terminal/local-time.ts'
import { tableLines } from '../terminal/table.ts'

type Grant = PartnerGrantPageView['items'][number]

const columns = [
  { title: 'ID', width: 6 },
  { title: 'PARTNER', width: 16 },
  { title: 'MATCHES', width: 20 },
  { title: 'CREATED BY', width: 18 },
  { title: 'STATUS', width: 36 },
]

export function grantsText({ items, next }: PartnerGrantPageView, nowMs: number): string {
  if (items.length === 0) return 'there are no such grants'
  const rows = items.map(grant => [
    grant.id,
    grant.partner,
    grant.pattern,
    grant.createdBy,
    statusOf(grant, nowMs),
  ])
  return [...tableLines(columns, rows), ...(next ? [`more: --after ${next}`] : [])].join('\n')
}

export function statusOf({ revokedAt, expiresAt }: Grant, nowMs: number): string {
  if (revokedAt !== null) return `revoked ${localTime(revokedAt)}`
  if (expiresAt === null) return 'in force'
  return `${Date.parse(expiresAt) <= nowMs ? 'expired' : 'until'} ${localTime(expiresAt)}`
}

export function grantText({ id, partner, pattern, expiresAt }: Grant): string {
  const until = expiresAt === null ? 'until it is revoked' : `until ${localTime(expiresAt)}`
  return `grant ${id}: ${partner} may write ${pattern} ${until}`
}
