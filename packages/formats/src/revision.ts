import type { Revision } from '@touchline/contracts'

/** A revision as one number: a count as it is, a time in milliseconds since 1970. */
export const revisionOrder = (revision: Revision | undefined): number =>
  typeof revision === 'string' ? Date.parse(revision) : (revision ?? 0)

/** The later of two elements' revisions: what is read from both changes with either. */
export function laterRevision(one: Revision | undefined, other: Revision | undefined): Revision | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return revisionOrder(other) > revisionOrder(one) ? other : one
}
