import { plainText } from '@touchline/contracts'
import {
  type Database,
  type DeliveryFinding,
  findUncovered,
  findUnheard,
  forgetSilentGateway,
  getReconciliationReport,
  holdRelay,
  inTransaction,
  isLockTimeout,
  joinWaiting,
  putOutAgain,
  recountAccepted,
  recountStored,
  type Transaction,
} from '@touchline/db'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { rowIdSchema } from '../dead-letter/choice.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { type AnyFinding, findingsOf, type RepairKind, repairOffer } from './repair-offer.ts'

export const repairDeliveryInput = z.object({
  reportId: rowIdSchema,
  /** Which of the report's findings, from 0. */
  finding: z.int().min(0).max(999),
  reason: plainText(500),
})

export interface Repaired {
  readonly kind: RepairKind
  /** Events, rows, matches or accounts: what `text` says. */
  readonly repaired: number
  readonly text: string
}

const waitingForMs = 5_000
const silentForMs = 10_000
/** Events put out again at once; more are put out by repairing again. */
const requeuedMax = 10_000

/**
 * Mends one finding, if it is still so: all is looked at again in the transaction that mends it. `state-conflict` where
 * there is nothing to mend any more, or nothing from here ever.
 */
export async function repairDelivery(
  database: Database,
  { reportId, finding: index, reason }: z.output<typeof repairDeliveryInput>,
  actor: Actor,
): Promise<Outcome<Repaired, 'not-found' | 'state-conflict' | 'match-locked'>> {
  const report = await getReconciliationReport(database, BigInt(reportId))
  const finding = report && findingsOf(report)[index]
  if (!finding) return failed('not-found')
  const { kind, text } = repairOffer(finding)
  if (kind === 'none') return failed('state-conflict', [{ path: 'finding', message: text }])
  try {
    return await inTransaction(database.pool, async tx => {
      const done = await mend(tx, finding, kind)
      if (done.repaired === 0) {
        return failed('state-conflict', [{ path: 'finding', message: 'it is no gap any more' }])
      }
      await audit(tx, actor, {
        ...{ action: 'delivery.repair', subject: { kind: 'reconciliation-report', id: reportId }, reason },
        details: { finding, kind, ...done },
      })
      return succeeded({ kind, ...done })
    })
  } catch (error) {
    if (isLockTimeout(error)) return failed('match-locked')
    throw error
  }
}

type Done = Omit<Repaired, 'kind'>
const nothing: Done = { repaired: 0, text: '' }

function mend(tx: Transaction, finding: AnyFinding, kind: RepairKind): Promise<Done> {
  if (!('stage' in finding)) return recount(tx, finding)
  if (kind === 'requeue') return requeue(tx, finding)
  return kind === 'join-rows' ? joinRows(tx, finding) : forget(tx, finding)
}

async function requeue(tx: Transaction, finding: DeliveryFinding): Promise<Done> {
  await holdRelay(tx, finding.matchId)
  const ranges =
    finding.stage === 'broadcast'
      ? await findUnheard(tx, finding, finding.instance ?? '')
      : await findUncovered(tx, finding)
  const { queued, left } = await putOutAgain(tx, ranges, requeuedMax)
  const more = left > 0 ? `; ${left} more are left: repair again` : ''
  return { repaired: queued, text: `${queued} events were put out again${more}` }
}

async function joinRows(tx: Transaction, finding: DeliveryFinding): Promise<Done> {
  await holdRelay(tx, finding.matchId)
  const rows = await joinWaiting(tx, finding, waitingForMs)
  return { repaired: rows, text: `${rows} waiting rows are one now` }
}

async function forget(tx: Transaction, { instance = '' }: DeliveryFinding): Promise<Done> {
  const matches = await forgetSilentGateway(tx, instance, silentForMs)
  return { repaired: matches, text: `${instance} is forgotten, with its ${matches} matches` }
}

async function recount(tx: Transaction, finding: Exclude<AnyFinding, DeliveryFinding>): Promise<Done> {
  if (finding.check === 'stored') {
    const changed = await recountStored(tx, finding.matchId)
    const told = changed.map(({ topic, said, counted }) => `${topic}: ${counted} stored instead of ${said}`)
    return { repaired: changed.length, text: told.join('; ') }
  }
  const changed = await recountAccepted(tx, finding)
  if (!changed) return nothing
  return { repaired: 1, text: `${changed.topic}: ${changed.counted} accepted instead of ${changed.said}` }
}
