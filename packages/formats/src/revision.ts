import type { Revision } from '@touchline/contracts'

/** By a count or a time in milliseconds since 1970, then by what a time has below them. None is below all others. */
export const compareRevisions = (one: Revision | undefined, other: Revision | undefined): number =>
  wholeOf(one) - wholeOf(other) || nanosOf(one) - nanosOf(other)

const wholeOf = (revision: Revision | undefined): number =>
  typeof revision === 'string' ? Date.parse(revision) : (revision ?? -1)

function nanosOf(revision: Revision | undefined): number {
  const digits = typeof revision === 'string' ? (/\.\d{3}(\d+)/.exec(revision)?.[1] ?? '') : ''
  return Number(digits.padEnd(6, '0'))
}

/** The later of two elements' revisions: what is read from both changes with either. */
export function laterRevision(one: Revision | undefined, other: Revision | undefined): Revision | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return compareRevisions(other, one) > 0 ? other : one
}
