import { matchIdSchema, plainText } from '@touchline/contracts'
import { z } from 'zod'

const goalsSchema = z.int().min(0).max(99)

/** What is to be corrected, and to what. */
export const correctionShape = {
  matchId: matchIdSchema,
  kind: z.literal('score-corrected').default('score-corrected'),
  home: goalsSchema,
  away: goalsSchema,
}

export const reasonSchema = plainText(500)
