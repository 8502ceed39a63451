import { groupStateSchema, plainText } from '@touchline/contracts'
import { changeGroupCare, type Database, type GroupCare, groupExists, inTransaction } from '@touchline/db'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { fingerprintSchema } from './fingerprint.ts'

/** A group is ignored for thirty days at the most, or for good. */
const maxIgnoreHours = 720

export const updateGroupInput = z
  .object({
    fingerprint: fingerprintSchema,
    /** The version that was seen; 0 where nobody has done anything to the group. */
    version: z.int().min(0).max(2_147_483_646),
    state: groupStateSchema.optional(),
    /** With `ignored`; absent: for good. */
    ignoreForHours: z.number().positive().max(maxIgnoreHours).optional(),
    /** Null: nobody. */
    owner: plainText(254).nullable().optional(),
    reason: plainText(500),
  })
  .refine(
    ({ state, owner }) => state !== undefined || owner !== undefined,
    'must change the state or the owner',
  )
  .refine(({ state, ignoreForHours }) => ignoreForHours === undefined || state === 'ignored', {
    path: ['ignoreForHours'],
    message: 'goes with the state ignored alone',
  })

/** Changes a group's state or owner. `edited-meanwhile`: somebody else did since `version`. */
export async function updateDeadLetterGroup(
  database: Database,
  { reason, ...change }: z.output<typeof updateGroupInput>,
  actor: Actor,
): Promise<Outcome<GroupCare, 'dead-letter-not-found' | 'edited-meanwhile'>> {
  return inTransaction(database.pool, async tx => {
    const { fingerprint, version, ...wanted } = change
    if (!(await groupExists({ pool: tx }, fingerprint))) return failed('dead-letter-not-found')
    const changed = await changeGroupCare(tx, { ...change, by: actor.name })
    if (!changed) return failed('edited-meanwhile')
    await audit(tx, actor, {
      ...{
        action: 'deadLetterGroup.update',
        subject: { kind: 'dead-letter-group', id: fingerprint },
        reason,
      },
      details: { ...wanted, fromVersion: version, resolvedBuild: changed.resolvedBuild },
    })
    return succeeded(changed)
  })
}
