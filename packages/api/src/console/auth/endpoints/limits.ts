import type { AttemptLimit } from '@touchline/db'

/**
 * How often may be tried: an address of the network much, for many may share it; one person's address from there
 * little; and that from everywhere in between, so that a guesser with many machines gets no further, and nobody can
 * easily be locked out by others.
 */
export const signInLimits = (email: string, address: string): AttemptLimit[] => [
  { key: `sign-in ${address}`, max: 200, seconds: 300 },
  { key: `sign-in ${address} ${email}`, max: 10, seconds: 900 },
  { key: `sign-in of ${email}`, max: 60, seconds: 900 },
]

export const signUpLimits = (address: string): AttemptLimit[] => [
  { key: `sign-up ${address}`, max: 60, seconds: 3_600 },
]

export const codeLimits = (address: string): AttemptLimit[] => [
  { key: `code ${address}`, max: 100, seconds: 300 },
]

/** Whoever has come by somebody's session is not to find out the password by it. */
export const passwordLimits = (userId: string): AttemptLimit[] => [
  { key: `password ${userId}`, max: 10, seconds: 900 },
]

export const enrolLimits = (userId: string): AttemptLimit[] => [
  { key: `enrol ${userId}`, max: 20, seconds: 900 },
]
