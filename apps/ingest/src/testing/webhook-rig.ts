import { readFileSync } from 'node:fs'
import { createMemoryEventLog } from '@touchline/streams/memory'
import type { IngestLimits } from '../limits.ts'
import { createPartnerBook, type PartnerBookInput } from '../providers/broadcast/partner-book.ts'
import type { IngestOptions } from '../start-ingest.ts'
import { startRig } from './rig.ts'
import { newSecret, signedHeaders } from './sign.ts'

export const secret = newSecret()

export const fixture = (name: string): string =>
  readFileSync(new URL(`../providers/broadcast/fixtures/${name}`, import.meta.url), 'utf8')

export const goal = fixture('goal.json')

const numbered = (type: string, count: number): object[] =>
  Array.from({ length: count }, (_, n) => ({ ...JSON.parse(goal), type, sourceEventId: `${type}-${n}` }))

export const goals = (count: number): string => JSON.stringify(numbered('goal-scored', count))
/** Events of the normal lane. */
export const passes = (count: number): string => JSON.stringify(numbered('pass-made', count))

type PartnerSettings = Partial<PartnerBookInput[string]>

/** An ingest with two partners, `acme` and `other`, who share a secret. */
export async function startWebhook(
  limits: Partial<IngestLimits> = {},
  acme: PartnerSettings = {},
  options: Pick<IngestOptions, 'grantsDatabase' | 'trustedProxies'> = {},
) {
  const log = createMemoryEventLog({ partitions: 3 })
  const partners = createPartnerBook({
    acme: { secrets: [newSecret(), secret], ...acme },
    other: { secrets: [secret] },
  })
  const rig = await startRig({ ...options, log, partners, limits })
  const post = async (body: string, headers: object = signedHeaders(secret, body), partner = 'acme') => {
    const url = `${rig.url}/webhooks/broadcast/${partner}`
    const response = await fetch(url, { method: 'POST', body, headers: { ...headers } })
    return { status: response.status, headers: response.headers, body: await response.json() }
  }
  return { ...rig, log, post }
}
