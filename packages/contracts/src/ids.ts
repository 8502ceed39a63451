import { z } from 'zod'

/** What PostgreSQL and Kafka give back as it was sent: no half of a cut character, no NUL. */
const isWellFormed = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000')
const illFormed = 'must be well-formed Unicode without NUL'

/** Any text from outside. Bound it with `max`. With the flag `u`, a surrogate matches only where it stands alone. */
export const wellFormedText = z
  .string()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing NUL is the point.
  .regex(/^[^\u0000\ud800-\udfff]*$/u, illFormed)

/** One look at each character, as every name of every event is held against it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is the point.
const plain = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ud800-\udfff]*$/u

/** Text from outside for people to read: bounded, not empty, and free of what a terminal would choke on as well. */
export const plainText = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength, { abort: true })
    .regex(plain, {
      error: ({ input }) =>
        String(input).isWellFormed() ? 'must not contain control characters' : 'must be well-formed Unicode',
    })

/** An open JSON object from outside: each string and each member's name in it is well-formed, however deep. */
export const openRecord = z.record(z.string(), z.unknown()).superRefine((record, context) => {
  const fault = recordFault(record, [])
  if (fault) context.addIssue({ code: 'custom', ...fault })
})

const maxRecordDepth = 32

interface RecordFault {
  readonly path: string[]
  readonly message: string
}

function recordFault(value: unknown, path: string[]): RecordFault | undefined {
  if (typeof value === 'string') return isWellFormed(value) ? undefined : { path, message: illFormed }
  if (typeof value !== 'object' || value === null) return undefined
  if (path.length >= maxRecordDepth) return { path, message: `is nested deeper than ${maxRecordDepth}` }
  return firstFault(Object.entries(value), path)
}

function firstFault(members: [string, unknown][], path: string[]): RecordFault | undefined {
  for (const [name, member] of members) {
    if (!isWellFormed(name)) return { path, message: `has a name that ${illFormed}` }
    const fault = recordFault(member, [...path, name])
    if (fault) return fault
  }
  return undefined
}

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

/** As far from UTC as any clock on Earth, and no more digits after the second than PostgreSQL takes. */
const storableTime = /^[^.]+(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-4]):\d\d)$/
const storable = 'must have an offset of at most 14 hours and at most 9 digits after the second'

/** A time with an offset or `Z`, in ISO 8601. */
export const instantSchema = z.iso
  .datetime({ offset: true, abort: true })
  .refine(text => storableTime.test(text), storable)

/** When something in a match happened or will happen, from 2000 to 2099: another year is a broken clock. */
export const eventTimeSchema = z.iso
  .datetime({ offset: true, abort: true })
  .refine(text => text.startsWith('20') && storableTime.test(text), {
    error: ({ input }) => (String(input).startsWith('20') ? storable : 'must be a time from 2000 to 2099'),
  })

/** `critical` is never shed or coalesced; `low` is dropped first. */
export const laneSchema = z.enum(['critical', 'normal', 'low'])
export type Lane = z.infer<typeof laneSchema>
