import { plainText, wellFormedText } from '@touchline/contracts'
import { z } from 'zod'
import { maxPasswordLength, minPasswordLength } from '../engine.ts'

export const email = z
  .string()
  .trim()
  .max(254)
  .pipe(z.email('must be an e-mail address'))
  .transform(address => address.toLowerCase())

/** One to sign in with: whatever it is, it is only compared. */
export const password = wellFormedText.min(1).max(maxPasswordLength)
export const newPassword = wellFormedText
  .min(minPasswordLength, `must have ${minPasswordLength} characters or more`)
  .max(maxPasswordLength, `must have ${maxPasswordLength} characters at most`)

export const personName = plainText(64)
