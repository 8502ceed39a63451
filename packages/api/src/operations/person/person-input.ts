import { plainText, roles } from '@touchline/contracts'
import { z } from 'zod'

export const roleSchema = z.enum(roles)
export const reasonSchema = plainText(500)

/** Kept in lower case; no longer than what stands beside what somebody did. */
export const emailSchema = z
  .string()
  .trim()
  .max(128)
  .pipe(z.email('must be an e-mail address'))
  .transform(address => address.toLowerCase())

/** Somebody to be changed, and why. */
export const personInput = z.object({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be the id of a person'),
  reason: reasonSchema,
})
export type PersonInput = z.output<typeof personInput>
