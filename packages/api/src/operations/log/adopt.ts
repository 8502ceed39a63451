import { plainText } from '@touchline/contracts'
import { type Database, inTransaction, readSystemId } from '@touchline/db'
import { adoptLog, type EventLog } from '@touchline/streams'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'

export const adoptLogInput = z.object({ reason: plainText(200) })

export interface AdoptedLog {
  /** This system's id, which the log has from now on. */
  readonly id: string
  /** Whose log it was; undefined where nobody's. The same as `id` where nothing changed. */
  readonly before: string | undefined
}

/**
 * Makes the log this system's. The entry in the audit trail is written if the log took the new id, and only then, unless
 * the process dies in between: run it again. Rejects with LogUnavailable.
 */
export const adoptEventLog = (
  database: Pick<Database, 'pool'>,
  log: Pick<EventLog, 'append' | 'read'>,
  { reason }: z.output<typeof adoptLogInput>,
  actor: Actor,
): Promise<AdoptedLog> =>
  inTransaction(database.pool, async tx => {
    const id = await readSystemId(database)
    const before = await adoptLog(log, id)
    const subject = { kind: 'log', id }
    await audit(tx, actor, { action: 'log.adopt', subject, reason, details: { before: before ?? null } })
    return { id, before }
  })
