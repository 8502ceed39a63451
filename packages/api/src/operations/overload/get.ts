import {
  defaultOverloadPolicy,
  type OverloadPolicy,
  overloadPolicyControl,
  overloadPolicySchema,
} from '@touchline/contracts'
import { type ControlEntry, type Database, getControl } from '@touchline/db'
import { type Outcome, succeeded } from '../outcome.ts'

export interface OverloadPolicyView {
  readonly policy: OverloadPolicy
  /** Null while nobody has set a policy: the default holds. */
  readonly set: { readonly at: string; readonly by: string } | null
}

/** The policy that holds when events come faster than they can be stored. */
export async function getOverloadPolicy(database: Database): Promise<Outcome<OverloadPolicyView, never>> {
  const entry = await getControl(database, overloadPolicyControl)
  return succeeded(entry ? policyView(entry) : { policy: defaultOverloadPolicy, set: null })
}

/** What is stored but can't be read counts as not set. */
export function policyView({ value, updatedAt, updatedBy }: ControlEntry): OverloadPolicyView {
  const parsed = overloadPolicySchema.safeParse(value)
  return parsed.success
    ? { policy: parsed.data, set: { at: updatedAt, by: updatedBy } }
    : { policy: defaultOverloadPolicy, set: null }
}
