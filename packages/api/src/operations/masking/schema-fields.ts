import {
  broadcastPayloads,
  operatorPayloads,
  revisionPayloads,
  type Source,
  sensorPayloads,
  sentEventSchemas,
  socialPayloads,
  sourceEventSchemas,
  sourceSchema,
} from '@touchline/contracts'
import type { z } from 'zod'

/** What a schema knows at one place. A place may be both: a union of a text and an object. */
export interface Field {
  /** Texts that the schema itself names: those of enums, and literals. */
  readonly values: ReadonlySet<unknown>
  /** Of an object, by name; undefined: none is known to be an object here. */
  readonly members: ReadonlyMap<string, Field> | undefined
  /** Of an array. */
  readonly items: Field | undefined
  /** Whether the schema takes anything here. */
  readonly isOpen: boolean
}

const nothing: Field = { values: new Set(), members: undefined, items: undefined, isOpen: false }

/** The places of a schema. What it can't read is a place without anything known of it. */
export function fieldOf(schema: z.core.$ZodType): Field {
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'object': {
      const members = Object.entries(def.shape).map(([name, inner]) => [name, fieldOf(inner)] as const)
      return { ...nothing, members: new Map(members) }
    }
    case 'optional':
    case 'nullable':
    case 'default':
    case 'readonly':
      return fieldOf(def.innerType)
    case 'union':
      return def.options.map(fieldOf).reduce(merged, nothing)
    case 'array':
      return { ...nothing, items: fieldOf(def.element) }
    case 'enum':
      return { ...nothing, values: new Set(Object.values(def.entries)) }
    case 'literal':
      return { ...nothing, values: new Set<unknown>(def.values) }
    case 'record':
    case 'unknown':
    case 'any':
      return { ...nothing, isOpen: true }
    default:
      return nothing
  }
}

function merged(a: Field, b: Field): Field {
  const items = a.items && b.items ? merged(a.items, b.items) : (a.items ?? b.items)
  return {
    values: new Set([...a.values, ...b.values]),
    members: mergedMembers(a.members, b.members),
    items,
    isOpen: a.isOpen || b.isOpen,
  }
}

function mergedMembers(a: Field['members'], b: Field['members']): Field['members'] {
  if (!a || !b) return a ?? b
  const names = new Set([...a.keys(), ...b.keys()])
  return new Map([...names].map(name => [name, merged(a.get(name) ?? nothing, b.get(name) ?? nothing)]))
}

/** The objects of a schema, with those of the unions in it. */
function objectsOf(schema: z.core.$ZodType): z.core.$ZodObject[] {
  const { def } = (schema as z.core.$ZodTypes)._zod
  if (def.type === 'union') return def.options.flatMap(objectsOf)
  return def.type === 'object' ? [schema as z.core.$ZodObject] : []
}

interface SourceFields {
  readonly byType: ReadonlyMap<string, Field>
  /** Of an event whose type is not known: nothing of its payload. */
  readonly untyped: Field
}

function fieldsOfSource(source: Source): SourceFields {
  const byType = new Map<string, Field>()
  let all = nothing
  for (const option of [sourceEventSchemas[source], sentEventSchemas[source]].flatMap(objectsOf)) {
    const field = fieldOf(option)
    all = merged(all, field)
    for (const type of field.members?.get('type')?.values ?? []) {
      byType.set(String(type), merged(byType.get(String(type)) ?? nothing, field))
    }
  }
  const members = new Map(all.members).set('payload', { ...nothing, members: new Map() })
  return { byType, untyped: { ...all, members } }
}

const bySource = new Map(sourceSchema.options.map(source => [source, fieldsOfSource(source)]))

/** What is known of an event of a source, whether it was accepted or is as it was sent. */
export function eventField(source: Source, value: unknown): Field {
  const fields = bySource.get(source)
  const type: unknown =
    typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined
  return (typeof type === 'string' && fields?.byType.get(type)) || fields?.untyped || nothing
}

const payloads: Readonly<Record<string, z.core.$ZodType>> = {
  ...broadcastPayloads,
  ...sensorPayloads,
  ...socialPayloads,
  ...operatorPayloads,
  ...revisionPayloads,
}
const payloadFields = new Map(Object.entries(payloads).map(([type, schema]) => [type, fieldOf(schema)]))

/** What is known of a stored event's payload; of a type that is not known, nothing. */
export const payloadField = (type: string): Field => payloadFields.get(type) ?? nothing

/** All dotted paths of all events: the names of their fields are public. */
export const schemaPaths: ReadonlySet<string> = new Set(
  [...bySource.values()].flatMap(({ byType }) => [...byType.values()].flatMap(field => pathsIn(field))),
)

function pathsIn({ members, items }: Field, prefix = ''): string[] {
  const inner: (readonly [string, Field])[] = [
    ...(members ?? []),
    ...(items ? ([['0', items]] as const) : []),
  ]
  return inner.flatMap(([name, field]) => [`${prefix}${name}`, ...pathsIn(field, `${prefix}${name}.`)])
}

/** All texts that schemas name as values. */
export const schemaValues: ReadonlySet<string> = new Set(
  [...bySource.values()].flatMap(({ byType }) => [...byType.values()].flatMap(valuesIn)),
)

function valuesIn({ values, members, items }: Field): string[] {
  const inner = [...(members?.values() ?? []), ...(items ? [items] : [])]
  return [...[...values].filter(value => typeof value === 'string'), ...inner.flatMap(valuesIn)]
}
