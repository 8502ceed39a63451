import { ElementFault } from '../document-fault.ts'
import { limits } from '../limits.ts'

/** As a document has it, unread. */
export interface RawQualifier {
  readonly id: unknown
  readonly value: unknown
}

const maxValueLength = 8_192

/** Values by the qualifier's id. Written out, as they are most of what a document holds. Throws an `ElementFault`. */
export function readQualifiers(given: unknown, path: string): ReadonlyMap<number, string> {
  if (given === undefined) return new Map()
  if (!Array.isArray(given)) throw new ElementFault('must be a list', path)
  if (given.length > limits.qualifiersPerEvent)
    throw new ElementFault(`holds more than ${limits.qualifiersPerEvent}`, path)
  const values = new Map<number, string>()
  for (const [index, { id, value }] of (given as readonly RawQualifier[]).entries()) {
    const number = idOf(id)
    const text = textOf(value)
    if (number === undefined) throw new ElementFault('its id must be a whole number', `${path}.${index}`)
    if (text === undefined) throw new ElementFault('its value must be text or a number', `${path}.${index}`)
    values.set(number, text)
  }
  return values
}

function idOf(id: unknown): number | undefined {
  if (typeof id === 'number') return Number.isSafeInteger(id) ? id : undefined
  return typeof id === 'string' && /^\d{1,9}$/.test(id) ? Number(id) : undefined
}

function textOf(value: unknown): string | undefined {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.length <= maxValueLength ? value : undefined
}
