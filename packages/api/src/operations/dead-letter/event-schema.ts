import { type Fault, faultsOf, type Source, sentEventSchemas, sourceEventSchemas } from '@touchline/contracts'
import { z } from 'zod'

/** Whether a value was taken in at the door once: then it says when. */
export const wasAccepted = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'ingestedAt' in value

/** The schema that a value of a source is held against: that of accepted events, or of sent ones. */
export const schemaFor = (source: Source, value: unknown) =>
  (wasAccepted(value) ? sourceEventSchemas : sentEventSchemas)[source]

/** What the schema of today says of what a letter's bytes hold; undefined stands for bytes that are no JSON. */
export function schemaFaults(source: Source, payload: unknown): readonly Fault[] {
  if (payload === undefined) return [{ path: '(root)', message: 'is not JSON in UTF-8' }]
  const parsed = schemaFor(source, payload).safeParse(payload)
  return parsed.success ? [] : faultsOf(parsed.error)
}

const cached = new Map<string, object>()

/**
 * The JSON Schema (draft 2020-12) of one type of event; of all of the source's where it has no such type. Made once
 * for each source and type, of which there are few.
 */
export function jsonSchemaFor(source: Source, type: string, value: unknown): object {
  const union = schemaFor(source, value) as unknown as { readonly options?: readonly z.ZodObject[] }
  const member = union.options?.find(option => isOfType(option, type))
  const key = `${source} ${wasAccepted(value)} ${member ? type : ''}`
  const known = cached.get(key)
  if (known) return known
  const made = z.toJSONSchema(member ?? schemaFor(source, value), { io: 'input', reused: 'inline' })
  cached.set(key, made)
  return made
}

function isOfType(option: z.ZodObject, type: string): boolean {
  const literal: unknown = option.shape.type
  return literal instanceof z.ZodLiteral && literal.value === type
}
