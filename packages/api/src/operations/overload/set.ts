import { type OverloadPolicy, overloadPolicyControl, overloadPolicySchema } from '@touchline/contracts'
import { type Database, getControl, inTransaction, setControl } from '@touchline/db'
import { type Actor, audit } from '../actor.ts'
import { type Outcome, succeeded } from '../outcome.ts'
import { type OverloadPolicyView, policyView } from './get.ts'

export const setOverloadPolicyInput = overloadPolicySchema

/** Replaces the policy; processors follow it within about a second. */
export async function setOverloadPolicy(
  database: Database,
  policy: OverloadPolicy,
  actor: Actor,
): Promise<Outcome<OverloadPolicyView, never>> {
  return inTransaction(database.pool, async tx => {
    const before = await getControl({ pool: tx }, overloadPolicyControl)
    const entry = await setControl(tx, { name: overloadPolicyControl, value: policy, by: actor.name })
    const subject = { kind: 'control', id: overloadPolicyControl }
    await audit(tx, actor, {
      action: 'overload.set',
      subject,
      details: { from: before?.value ?? null, to: policy },
    })
    return succeeded(policyView(entry))
  })
}
