import { type Fault, faultsOf, type Source, sentEventSchemas, sourceEventSchemas } from '@touchline/contracts'
import { z } from 'zod'
import { hiddenMarker } from '../masking/hidden-marker.ts'
import { schemaPaths } from '../masking/schema-fields.ts'

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
  return parsed.success ? [] : faultsOf(parsed.error).map(withoutNames)
}

/** A path or a message may name a field that the schema does not know, and such a name may be a value. */
function withoutNames({ path, message }: Fault): Fault {
  const known = path.split('.').every((_, index, names) => isKnownPath(names.slice(0, index + 1).join('.')))
  return {
    path: known ? path : hiddenMarker,
    message: message.startsWith('Unrecognized key') ? 'has a field that is not known' : message,
  }
}

const isKnownPath = (path: string): boolean => path === '(root)' || schemaPaths.has(path)

const cached = new Map<string, object>()

/**
 * The JSON Schema (draft 2020-12) of one type of event; of all of the source's where it has no such type. Made once
 * for each source and type, of which there are few.
 */
export function jsonSchemaFor(source: Source, type: string, value: unknown): object {
  const member = objectsOf(schemaFor(source, value)).find(option => isOfType(option, type))
  const key = `${source} ${wasAccepted(value)} ${member ? type : ''}`
  const known = cached.get(key)
  if (known) return known
  const made = z.toJSONSchema(member ?? schemaFor(source, value), { io: 'input', reused: 'inline' })
  cached.set(key, made)
  return made
}

/** The objects of a schema, with those of unions in it. */
function objectsOf(schema: z.ZodType): z.ZodObject[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(option => objectsOf(option as z.ZodType))
  return schema instanceof z.ZodObject ? [schema] : []
}

function isOfType(option: z.ZodObject, type: string): boolean {
  const literal: unknown = option.shape.type
  return literal instanceof z.ZodLiteral && literal.value === type
}
