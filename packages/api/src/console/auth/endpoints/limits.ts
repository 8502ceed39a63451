import type { AttemptLimit } from '@touchline/db'

/**
 * How often somebody may try: a network address much, for many may share it; one account from there little. Nothing
 * counts by the account alone, so that strangers can't use up its owner's tries.
 */
export const strangerLimits = (email: string, address: string): AttemptLimit[] => [
  { key: `sign-in ${address}`, max: 200, seconds: 300 },
  pairLimit(email, address),
]
export const pairLimit = (email: string, address: string): AttemptLimit => ({
  key: `sign-in ${address} ${email}`,
  max: 10,
  seconds: 900,
})

/** A device that an account was signed in at before has tries of its own, wherever it is. */
export const deviceLimits = (device: string): AttemptLimit[] => [
  { key: `sign-in device ${device}`, max: 10, seconds: 900 },
]

export const signUpLimits = (address: string): AttemptLimit[] => [
  { key: `sign-up ${address}`, max: 60, seconds: 3_600 },
]

/**
 * Codes of somebody whose password is known already. All strangers together get few: six digits would be guessed
 * from many addresses. Devices that the account knows don't count among them.
 */
export const codeLimits = (userId: string, address: string, device: string | undefined): AttemptLimit[] =>
  device === undefined
    ? [
        { key: `code ${address} ${userId}`, max: 10, seconds: 900 },
        { key: `code of strangers ${userId}`, max: 30, seconds: 900 },
      ]
    : [{ key: `code device ${device}`, max: 10, seconds: 900 }]

/** Whoever has come by a session is not to find out the password by it, nor to keep its owner from changing it. */
export const passwordLimits = (sessionId: string): AttemptLimit[] => [
  { key: `password ${sessionId}`, max: 10, seconds: 900 },
]

export const enrolLimits = (sessionId: string): AttemptLimit[] => [
  { key: `enrol ${sessionId}`, max: 20, seconds: 900 },
]

/** How many failures of one account are written down; beyond, a flood of them says nothing new. */
export const failureNotes = (userId: string): AttemptLimit[] => [
  { key: `failure notes ${userId}`, max: 20, seconds: 900 },
]
