import { z } from 'zod'

/** The public part of a key, as lists show it. */
export const keyIdSchema = z.string().regex(/^[0-9a-z]{12}$/, 'must be 12 letters and digits')
