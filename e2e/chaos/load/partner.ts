import { setTimeout as delay } from 'node:timers/promises'
import type { Item } from './event-script.ts'
import type { Journal } from './journal.ts'
import { type Answer, postWebhook } from './webhook.ts'

export interface PartnerCounts {
  readonly requests: number
  readonly repeated: number
  /** Items of ours in order that the door refused for good; none may be. */
  readonly refusedValid: number
  readonly refusedMalformed: number
  /** Requests whose answers make no sense. */
  readonly strange: number
}

/** A broadcast partner who sends the same again until the door has taken it. */
export interface Partner {
  /** True if it holds as much as it may: make no more until it does not. */
  full(): boolean
  send(items: readonly Item[]): void
  /** Resolves once all is taken; false if that takes longer. */
  settled(withinMs: number): Promise<boolean>
  counts(): PartnerCounts
}

export interface PartnerOptions {
  readonly url: string
  readonly key: Buffer
  readonly journal: Journal
}

const maxOpen = 256
const maxAtOnce = 32

export function createPartner({ url, key, journal }: PartnerOptions): Partner {
  const counts = { requests: 0, repeated: 0, refusedValid: 0, refusedMalformed: 0, strange: 0 }
  const waiting: (readonly Item[])[] = []
  let working = 0

  const deliver = async (batch: readonly Item[]) => {
    let left = batch
    for (let attempt = 1; left.length > 0; attempt += 1) {
      counts.requests += 1
      if (attempt > 1) counts.repeated += 1
      const answer = await postWebhook(url, key, `[${left.map(item => item.text).join(',')}]`)
      left = settle(left, answer, { journal, counts })
      if (left.length > 0) await delay(50 + Math.random() * Math.min(1_000, 100 * attempt))
    }
  }
  const work = async () => {
    working += 1
    for (let batch = waiting.shift(); batch; batch = waiting.shift()) await deliver(batch)
    working -= 1
  }
  return {
    full: () => waiting.length + working >= maxOpen || journal.behind(),
    send(items) {
      for (const { offered } of items) if (offered) journal.offered(offered)
      waiting.push(items)
      if (working < maxAtOnce) void work()
    },
    async settled(withinMs) {
      const deadlineMs = Date.now() + withinMs
      while (waiting.length + working > 0 && Date.now() < deadlineMs) await delay(20)
      return waiting.length + working === 0
    },
    counts: () => ({ ...counts }),
  }
}

type Books = { readonly journal: Journal; readonly counts: { -readonly [K in keyof PartnerCounts]: number } }
type Result = { readonly status: string; readonly code?: string }

/** Notes what was taken, and returns what must be sent again. */
function settle(
  items: readonly Item[],
  { status, body }: Answer,
  { journal, counts }: Books,
): readonly Item[] {
  if (status === 422) return refuse(items, counts)
  const isFinal = status === 202 || status === 207
  if (!isFinal) {
    if (status !== 0 && status !== 429 && status < 500) counts.strange += 1
    return items
  }
  const { results } = JSON.parse(body) as { results: readonly Result[] }
  const named = items.map((item, index) => ({ item, result: results[index] ?? { status: 'refused' } }))
  const taken = named.filter(({ result }) => result.status === 'accepted')
  journal.accepted(
    'broadcast',
    taken.flatMap(({ item }) => (item.offered ? [item.offered.sourceEventId] : [])),
  )
  const later = named.filter(({ result }) => result.code === 'rate-limited')
  refuse(
    named.filter(entry => !taken.includes(entry) && !later.includes(entry)).map(({ item }) => item),
    counts,
  )
  return later.map(({ item }) => item)
}

function refuse(items: readonly Item[], counts: Books['counts']): readonly Item[] {
  for (const { offered } of items) counts[offered ? 'refusedValid' : 'refusedMalformed'] += 1
  return []
}
