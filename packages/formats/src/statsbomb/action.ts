import { z } from 'zod'
import { coordinate, idText, nameText } from '../element.ts'

const named = z.object({ name: nameText })
const reference = z.object({ id: idText, name: nameText })
const location = z.array(coordinate).min(2).max(3)

/** One event of StatsBomb's format, with what is read of it here. */
export const actionSchema = z.object({
  id: idText,
  type: reference,
  period: z.int().min(1).max(5),
  /** From the period's start. */
  timestamp: z.string().regex(/^\d\d:\d\d:\d\d(\.\d{1,9})?$/, 'must be a time such as 00:12:34.567'),
  team: reference,
  player: named.optional(),
  location: location.optional(),
  related_events: z.array(z.string().max(120)).max(100).optional(),
  pass: z
    .object({
      recipient: named.optional(),
      end_location: location.optional(),
      type: named.optional(),
      outcome: named.optional(),
      cross: z.boolean().optional(),
    })
    .optional(),
  carry: z.object({ end_location: location.optional() }).optional(),
  shot: z
    .object({
      outcome: named,
      type: named.optional(),
      body_part: named.optional(),
      end_location: location.optional(),
      key_pass_id: z.string().max(120).optional(),
    })
    .optional(),
  foul_committed: z.object({ card: named.optional() }).optional(),
  bad_behaviour: z.object({ card: named.optional() }).optional(),
  substitution: z.object({ replacement: named }).optional(),
})
export type StatsBombAction = z.infer<typeof actionSchema>

/** Seconds from the period's start, to the hundredth. */
export function secondsOf({ timestamp }: StatsBombAction): number {
  const [hours = 0, minutes = 0, seconds = 0] = timestamp.split(':').map(Number)
  return Math.round((hours * 3_600 + minutes * 60 + seconds) * 100) / 100
}
