import { plainText } from '@touchline/contracts'
import { type Database, readAuditHead, searchAudit } from '@touchline/db'
import { z } from 'zod'
import { askedTimeSchema } from '../asked-time.ts'
import { rowIdSchema } from '../dead-letter/choice.ts'
import { type Outcome, succeeded } from '../outcome.ts'
import { type AuditEntryView, hexOf, toEntryView } from './entry-view.ts'

export const searchAuditInput = z.object({
  /** The actor's name, whole. */
  actor: plainText(254).optional(),
  action: plainText(64).optional(),
  subjectKind: plainText(32).optional(),
  subjectId: plainText(160).optional(),
  /** In the actor, action, subject, reason or details, in whatever case. */
  text: plainText(200).optional(),
  from: askedTimeSchema.optional(),
  to: askedTimeSchema.optional(),
  /** The `next` of the page before. */
  after: rowIdSchema.optional(),
  limit: z.int().min(1).max(200).default(50),
})

export interface AuditPage {
  /** The newest first. */
  readonly items: readonly AuditEntryView[]
  /** Where to go on, though this page may have found less than asked for: it looks at 10,000 entries. Null: nowhere. */
  readonly next: string | null
  /** The newest entry of all: its hash, noted elsewhere, tells later whether the end was cut off. */
  readonly head: AuditHeadView | null
}

export interface AuditHeadView {
  readonly id: string
  readonly at: string
  readonly hash: string
}

/** What operators changed. */
export async function searchAuditTrail(
  database: Database,
  { after, from, to, ...filter }: z.output<typeof searchAuditInput>,
): Promise<Outcome<AuditPage, never>> {
  const question = { ...filter, beforeId: after, from: dateOf(from), to: dateOf(to) }
  const [{ entries, lookedDownTo }, head] = await Promise.all([
    searchAudit(database, question),
    auditHead(database),
  ])
  return succeeded({
    items: entries.map(toEntryView),
    next: lookedDownTo === '1' ? null : lookedDownTo,
    head,
  })
}

const dateOf = (text: string | undefined) => (text === undefined ? undefined : new Date(text))

export async function auditHead(database: Database): Promise<AuditHeadView | null> {
  const head = await readAuditHead(database)
  return head ? { id: head.id, at: head.at, hash: hexOf(head.hash) } : null
}
