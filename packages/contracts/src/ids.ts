import { z } from 'zod'

/** Text from outside: bounded, and free of control characters that PostgreSQL or a terminal would choke on. */
export const plainText = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is the point.
    .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/, 'must not contain control characters')

/** Letters, digits, `.`, `_` and `-`, at most 64: safe in a URL, a channel name and a log line. */
export const matchIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be 1 to 64 letters, digits, ".", "_" or "-"')
  .brand<'MatchId'>()
export type MatchId = z.infer<typeof matchIdSchema>

export const sourceSchema = z.enum(['sensor', 'broadcast', 'social'])
export type Source = z.infer<typeof sourceSchema>

/** The source's own id of an event, or the hash that stands in for it. Unique within one source. */
export const sourceEventIdSchema = plainText(128)

/** A time with an offset or `Z`, in ISO 8601. */
export const instantSchema = z.iso.datetime({ offset: true })

/** `critical` is never shed or coalesced; `low` is dropped first. */
export const laneSchema = z.enum(['critical', 'normal', 'low'])
export type Lane = z.infer<typeof laneSchema>
