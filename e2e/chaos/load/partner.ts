import { setTimeout as delay } from 'node:timers/promises'
import { createRecorder } from '../../bench/histogram.ts'
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
  /** How long requests waited in the sender itself, before they were first sent. */
  readonly waitedP99Ms: number
}

export type Make = (sentMs: number) => readonly Item[]

/** A broadcast partner who sends the same again until the door has taken it. */
export interface Partner {
  /** True if it holds as much as it may: make no more until it does not. */
  full(): boolean
  /** Makes the items when they are first sent. */
  send(make: Make): void
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
  const waits = createRecorder()
  const waiting: { readonly make: Make; readonly sinceMs: number }[] = []
  let working = 0

  const attempt = async (items: readonly Item[]) => {
    counts.requests += 1
    const answer = await postWebhook(url, key, `[${items.map(item => item.text).join(',')}]`)
    return settle(items, answer, { journal, counts })
  }
  const deliver = async (make: Make) => {
    let left = make(Date.now())
    for (const { offered } of left) if (offered) journal.offered(offered)
    for (let tries = 1; ; tries += 1) {
      left = await attempt(left)
      if (left.length === 0) return
      counts.repeated += 1
      await delay(50 + Math.random() * Math.min(1_000, 100 * tries))
    }
  }
  const work = async () => {
    working += 1
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      waits.record(Date.now() - next.sinceMs)
      await deliver(next.make)
    }
    working -= 1
  }
  return {
    full: () => waiting.length + working >= maxOpen || journal.behind(),
    send(make) {
      waiting.push({ make, sinceMs: Date.now() })
      if (working < maxAtOnce) void work()
    },
    async settled(withinMs) {
      const deadlineMs = Date.now() + withinMs
      while (waiting.length + working > 0 && Date.now() < deadlineMs) await delay(20)
      return waiting.length + working === 0
    },
    counts: () => ({ ...counts, waitedP99Ms: waits.peek().p99Ms }),
  }
}

type Counts = Record<Exclude<keyof PartnerCounts, 'waitedP99Ms'>, number>
type Books = { readonly journal: Journal; readonly counts: Counts }
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

function refuse(items: readonly Item[], counts: Counts): readonly Item[] {
  for (const { offered } of items) counts[offered ? 'refusedValid' : 'refusedMalformed'] += 1
  return []
}
