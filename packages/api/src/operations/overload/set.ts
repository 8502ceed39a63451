import { type OverloadPolicy, overloadPolicyControl, overloadPolicySchema } from '@touchline/contracts'
import { type Database, setControl } from '@touchline/db'
import { type Outcome, succeeded } from '../outcome.ts'
import { type OverloadPolicyView, policyView } from './get.ts'

export const setOverloadPolicyInput = overloadPolicySchema

/** Replaces the policy; processors follow it within about a second. */
export async function setOverloadPolicy(
  database: Database,
  policy: OverloadPolicy,
  by: string,
): Promise<Outcome<OverloadPolicyView, never>> {
  return succeeded(policyView(await setControl(database, { name: overloadPolicyControl, value: policy, by })))
}
