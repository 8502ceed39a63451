import { plainText } from '@touchline/contracts'
import { z } from 'zod'
import { ElementFault } from './document-fault.ts'

const maxMessageLength = 200

/** Reads one element; its first fault is told under the names that `names` has for them. */
export function readElement<T>(
  schema: z.ZodType<T>,
  value: unknown,
  names: Readonly<Record<string, string>> = {},
): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = (issue?.path ?? []).map(part => names[String(part)] ?? String(part)).join('.')
  throw new ElementFault((issue?.message ?? 'can not be read').slice(0, maxMessageLength), path)
}

/** What was read, or why it could not be. */
export type Attempt<T> = T | ElementFault

export function attempt<T>(read: () => T): Attempt<T> {
  try {
    return read()
  } catch (error) {
    if (error instanceof ElementFault) return error
    throw error
  }
}

export const wasRead = <T extends object>(attempted: Attempt<T>): attempted is T =>
  !(attempted instanceof ElementFault)

/** Throws the fault again, now that its place is known. */
export function outcomeOf<T extends object>(attempted: Attempt<T>): T {
  if (wasRead(attempted)) return attempted
  throw attempted
}

/** Null and blank text tell nothing. */
export const isEmpty = (value: unknown): boolean =>
  value === null || (typeof value === 'string' && !/\S/.test(value))

/** An object without its empty members, however deep; a list keeps its own, for their places count. */
export function withoutEmpty<T>(value: T): T {
  if (typeof value !== 'object' || value === null || !holdsEmpty(value)) return value
  if (Array.isArray(value)) return value.map(withoutEmpty) as T
  const members = Object.entries(value).filter(([, member]) => !isEmpty(member))
  return Object.fromEntries(members.map(([name, member]) => [name, withoutEmpty(member)])) as T
}

/** Most have none: those are not made anew. */
function holdsEmpty(value: object): boolean {
  const isList = Array.isArray(value)
  for (const name in value) {
    const member: unknown = value[name as keyof typeof value]
    if (typeof member === 'object' && member !== null ? holdsEmpty(member) : !isList && isEmpty(member))
      return true
  }
  return false
}

/** JSON has numbers, XML has their text. */
export const wholeNumber = z.union(
  [
    z.int(),
    z
      .string()
      .regex(/^-?\d{1,15}$/)
      .transform(Number),
  ],
  'must be a whole number',
)
/** Far beyond any pitch, and short of where arithmetic ends. */
export const coordinate = z.number().min(-1e6).max(1e6)
export const decimal = z.union(
  [
    coordinate,
    z
      .string()
      .regex(/^-?\d{1,6}(\.\d{1,15})?$/)
      .transform(Number),
  ],
  'must be a number',
)
/** A name of a player, a team or an action. */
export const nameText = plainText(120)
/** A supplier's id, a number or a text. */
export const idText = z.union(
  [z.int().transform(String), plainText(120)],
  'must be an id of at most 120 characters',
)
