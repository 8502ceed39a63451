import { createHash } from 'node:crypto'

/** Raised whenever the same failure would get another fingerprint. */
export const fingerprintVersion = 1

export interface Failure {
  readonly stage: string
  readonly code: string
  readonly message: string
  /** What the record's bytes hold, if they could be read. */
  readonly value: unknown
}

export interface Fingerprint {
  readonly fingerprint: string
  readonly version: number
  /** The value's paths and the type of each, at most 64. */
  readonly shape: Readonly<Record<string, string>>
}

/**
 * What failures of one cause have in common: SHA-256, cut to 128 bits, of version, stage, error code, event type, the
 * message without its particulars, and the type of each path that the message names.
 */
export function fingerprintOf({ stage, code, message, value }: Failure): Fingerprint {
  const shape = shapeOf(value)
  const named = Object.entries(shape).filter(([path]) => message.includes(path))
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined
  const parts = [
    fingerprintVersion,
    stage,
    code,
    typeof type === 'string' ? type : '',
    normalised(message),
    named,
  ]
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  return { fingerprint: hash.slice(0, 32), version: fingerprintVersion, shape }
}

/** A message without what differs from one failure to the next: quoted text, ids, times, numbers. */
export function normalised(message: string): string {
  return message
    .slice(0, 2_000)
    .replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '"…"')
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<uuid>')
    .replace(/\b\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)?/g, '<time>')
    .replace(/\b[0-9a-f]{16,}\b/gi, '<hex>')
    .replace(/-?\d+(\.\d+)?/g, '<n>')
}

const maxPaths = 64
const maxDepth = 6

/** The types of a value's members, by dotted path; of an array, those of its first member. */
export function shapeOf(value: unknown): Record<string, string> {
  const shape: Record<string, string> = {}
  const visit = (member: unknown, path: readonly string[]) => {
    if (Object.keys(shape).length >= maxPaths) return
    if (path.length > 0) shape[path.join('.').slice(0, 120)] = typeOf(member)
    if (path.length >= maxDepth) return
    for (const [name, inner] of membersOf(member)) visit(inner, [...path, name])
  }
  visit(value, [])
  return shape
}

function membersOf(value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).slice(0, Array.isArray(value) ? 1 : maxPaths)
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
