import { insertFan } from '@touchline/db'
import { hashPassword } from 'better-auth/crypto'
import { z } from 'zod'
import { answered, refused } from '../answers.ts'
import { endpoint, inTurn } from '../door.ts'
import { inEvenTime } from '../same-time.ts'
import { signUpLimits } from './limits.ts'
import { email, newPassword, personName } from './person-input.ts'

/**
 * Makes a fan, and nobody else: operators are invited. Nothing in the answer tells whether the address was free: whoever
 * chose the password of a new account can sign in with it, which is what a page of ours does next.
 */
export const signUp = endpoint({
  input: z.strictObject({ email, password: newPassword, name: personName.optional() }),
  answer: async (door, { input, address }) => {
    if (!door.signUp) return refused('not-found')
    const { reservedDomains } = door.signUp
    const limits = signUpLimits(address)
    const spent = await door.attempts.spent(limits)
    if (spent !== undefined) return refused('rate-limited', { retryAfterSeconds: spent })
    const make = async () => {
      const retryAfterSeconds = await door.attempts.take(limits)
      if (retryAfterSeconds !== undefined) return refused('rate-limited', { retryAfterSeconds })
      const passwordHash = await hashPassword(input.password)
      const { email, name = email.split('@')[0] ?? email } = input
      const isRefused = isReserved(email, reservedDomains)
      await insertFan(door.database, { email, name, passwordHash, isRefused })
      return answered({ next: 'sign-in', home: '/' })
    }
    return inEvenTime(() => inTurn(door, { standing: 'stranger', from: address }, make))
  },
})

/** Where operators have their addresses, fans have none; nor where nobody can have one. */
function isReserved(email: string, domains: readonly string[]): boolean {
  const domain = email.slice(email.lastIndexOf('@') + 1)
  return [...domains, 'invalid'].some(reserved => domain === reserved || domain.endsWith(`.${reserved}`))
}
