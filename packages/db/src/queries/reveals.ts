import type { Database, Transaction } from '../database.ts'

export interface RevealSubject {
  readonly userId: string
  /** `dead-letter` or `event`. */
  readonly kind: string
  readonly id: string
}

/** Somebody may see sensitive fields of one subject until then. */
export interface OpenReveal {
  readonly id: string
  /** ISO 8601. */
  readonly expiresAt: string
}

interface RevealRow {
  id: string
  expiresAt: Date
}
const toReveal = ({ id, expiresAt }: RevealRow): OpenReveal => ({ id, expiresAt: expiresAt.toISOString() })

/** The reveal that ends last of those that are open now. Index: reveals_user_id_subject_kind_subject_id_expires_at_idx. */
export async function findReveal(
  db: { readonly pool: Transaction },
  { userId, kind, id }: RevealSubject,
): Promise<OpenReveal | undefined> {
  const { rows } = await db.pool.query<RevealRow>({
    name: 'find-reveal',
    text: `select id, expires_at as "expiresAt" from reveals
           where user_id = $1 and subject_kind = $2 and subject_id = $3 and ended_at is null and expires_at > now()
           order by expires_at desc limit 1`,
    values: [userId, kind, id],
  })
  return rows[0] && toReveal(rows[0])
}

/** Whether an operator may see sensitive fields of a subject now. */
export async function hasReveal(
  db: Pick<Database, 'pool'>,
  userId: string,
  kind: string,
  id: string,
): Promise<boolean> {
  return (await findReveal(db, { userId, kind, id })) !== undefined
}

export async function insertReveal(
  tx: Transaction,
  reveal: RevealSubject & { readonly reason: string; readonly minutes: number },
): Promise<OpenReveal> {
  const { rows } = await tx.query<RevealRow>({
    name: 'insert-reveal',
    text: `insert into reveals (user_id, subject_kind, subject_id, reason, expires_at)
           values ($1, $2, $3, $4, now() + make_interval(mins => $5)) returning id, expires_at as "expiresAt"`,
    values: [reveal.userId, reveal.kind, reveal.id, reveal.reason, reveal.minutes],
  })
  const [row] = rows
  if (!row) throw new Error('the reveal was not written')
  return toReveal(row)
}

export interface EndedReveal {
  readonly id: string
  readonly kind: string
  readonly subjectId: string
  readonly endedAt: string
}

/** Ends an open reveal of this person; undefined if there is none of that number. Index: reveals_pkey. */
export async function endReveal(
  tx: Transaction,
  { id, userId }: { readonly id: string; readonly userId: string },
): Promise<EndedReveal | undefined> {
  const { rows } = await tx.query<Omit<EndedReveal, 'endedAt'> & { endedAt: Date }>({
    name: 'end-reveal',
    text: `update reveals set ended_at = now()
           where id = $1 and user_id = $2 and ended_at is null and expires_at > now()
           returning id, subject_kind as kind, subject_id as "subjectId", ended_at as "endedAt"`,
    values: [id, userId],
  })
  return rows[0] && { ...rows[0], endedAt: rows[0].endedAt.toISOString() }
}
