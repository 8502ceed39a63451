import { type Database, type HourlyAccount, listHourlyAccounts, type TopicTotals } from '@touchline/db'
import { z } from 'zod'
import { askedTimeSchema } from '../asked-time.ts'
import { type Outcome, succeeded } from '../outcome.ts'

export const deliveryAccountsInput = z.object({
  /** The `next` of the page before. */
  after: askedTimeSchema.optional(),
  /** Hours. */
  limit: z.int().min(1).max(168).default(24),
})

/** What became of what was taken from one topic in one hour. */
export interface HourOfTopic {
  readonly topic: string
  readonly accepted: number
  readonly stored: number
  readonly duplicate: number
  readonly revised: number
  readonly dead: number
  readonly superseded: number
  readonly shed: number
  readonly lost: number
  /** At the hour's end: in the log and not taken, parked, or put off. */
  readonly underWay: number
}

export interface HourlyAccountView {
  readonly reportId: string
  /** The account covers what came between the two; they are an hour apart while a processor runs. */
  readonly fromAt: string
  readonly at: string
  /** Whether the books agreed with the log and the store. */
  readonly ok: boolean
  /** The first report has all since the beginning. */
  readonly sinceBeginning: boolean
  readonly topics: readonly HourOfTopic[]
}

export interface DeliveryAccounts {
  /** The newest first. */
  readonly items: readonly HourlyAccountView[]
  /** Null on the last page. */
  readonly next: string | null
}

/** Hourly accounts: what became of everything accepted. Kept for a thousand hours. */
export async function deliveryAccounts(
  database: Database,
  { after, limit }: z.output<typeof deliveryAccountsInput>,
): Promise<Outcome<DeliveryAccounts, never>> {
  const before = after === undefined ? undefined : new Date(after)
  const rows = await listHourlyAccounts(database, { before, limit: limit + 1 })
  const items = rows.slice(0, limit).map(toView)
  return succeeded({ items, next: rows.length > limit ? (items.at(-1)?.at ?? null) : null })
}

const toView = ({ id, at, fromAt, ok, topics }: HourlyAccount): HourlyAccountView => ({
  reportId: id,
  ...{ fromAt, at, ok },
  sinceBeginning: topics.length > 0 && topics.every(({ since }) => since === null),
  topics: topics.map(toHour),
})

function toHour(totals: TopicTotals): HourOfTopic {
  const { topic, since, inFlight, parked, deferred } = totals
  const of = (
    name: 'accepted' | 'stored' | 'duplicate' | 'revised' | 'dead' | 'superseded' | 'shed' | 'lost',
  ) =>
    // Reports of before it was counted say nothing of what was lost.
    (since === null ? totals[name] : since[name]) ?? 0
  return {
    topic,
    ...{ accepted: of('accepted'), stored: of('stored'), duplicate: of('duplicate'), dead: of('dead') },
    ...{
      revised: of('revised'),
      superseded: of('superseded'),
      shed: of('shed'),
      lost: of('lost'),
      underWay: inFlight + parked + deferred,
    },
  }
}
