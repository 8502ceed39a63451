import type { Logger } from '@touchline/telemetry'
import type { SendOutcome } from '../partner/webhook-sender.ts'
import type { Delivery } from '../script/deliveries.ts'
import type { PartnerNumbers } from './books.ts'

export interface Outgoing {
  readonly delivery: Delivery
  readonly text: string
}

const maxBatch = 100

/** How many from `start` on may go in one request: those that are due, and text that is no JSON all alone. */
export function batchLength(due: readonly Outgoing[]): number {
  const alone = due.findIndex(
    ({ delivery }) => delivery.kind === 'malformed' && delivery.malformation === 'not-json',
  )
  return alone === -1 ? Math.min(due.length, maxBatch) : Math.max(1, Math.min(alone, maxBatch))
}

export const bodyOf = (batch: readonly Outgoing[]): string =>
  batch.length === 1 ? (batch[0]?.text ?? '') : `[${batch.map(({ text }) => text).join(',')}]`

/** Enters the door's answer in the books; throws where it turns away what it should have taken. */
export function settle(
  batch: readonly Outgoing[],
  outcome: SendOutcome,
  { partner, logger }: { partner: PartnerNumbers; logger: Logger },
): void {
  const malformed = batch.filter(({ delivery }) => delivery.kind === 'malformed').length
  switch (outcome.kind) {
    case 'taken': {
      partner.accepted += outcome.accepted
      partner.refused += outcome.refused
      if (outcome.refused !== malformed)
        logger.warn({ malformed, ...outcome }, 'the door refused other events than ours')
      return
    }
    case 'turned-away': {
      if (malformed < batch.length || (outcome.status !== 400 && outcome.status !== 422))
        throw new Error(`the webhook answers ${outcome.status} ${outcome.code}: ${outcome.message}`)
      partner.refused += batch.length
      return
    }
    case 'gave-up':
      throw new Error(
        `the webhook can't be used: ${outcome.reason}, for ${Math.round(outcome.triedMs / 1_000)} s`,
      )
  }
}
