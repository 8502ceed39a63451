import type { ApiKeyPageView } from '@touchline/api'
import { localTime } from '../terminal/local-time.ts'
import { tableLines } from '../terminal/table.ts'
import { visible } from '../terminal/visible.ts'

type ApiKey = ApiKeyPageView['items'][number]

const columns = [
  { title: 'KEY ID', width: 12 },
  { title: 'OWNER', width: 18 },
  { title: 'NAME', width: 18 },
  { title: 'TIER', width: 4 },
  { title: 'LAST USED', width: 25 },
  { title: 'STATE', width: 40 },
]

export function keysText({ items, next }: ApiKeyPageView): string {
  if (items.length === 0) return 'there are no such keys'
  const rows = items.map(key => [
    key.keyId,
    key.owner,
    key.name,
    key.tier,
    key.lastUsedAt === null ? 'never' : localTime(key.lastUsedAt),
    stateOf(key),
  ])
  return [...tableLines(columns, rows), ...(next ? [`more: --after ${next}`] : [])].join('\n')
}

function stateOf({ revokedAt, expiresAt }: ApiKey): string {
  if (revokedAt !== null) return 'revoked'
  if (expiresAt === null) return 'good'
  return `${Date.parse(expiresAt) <= Date.now() ? 'ended' : 'until'} ${localTime(expiresAt)}`
}

/** A key with what it may; the secret stands on a line of its own. */
export function madeText(secret: string, key: ApiKey): string {
  const quota = key.requestsPerMinute === null ? 'as its tier' : `${key.requestsPerMinute} a minute`
  return [
    secret,
    '',
    `key ${key.keyId} of ${visible(key.owner)}, ${visible(key.name)}: ${key.scopes.join(', ')}; tier ${key.tier}, requests ${quota}`,
    'The line above is the key. It is not stored, and will not be shown again.',
  ].join('\n')
}
