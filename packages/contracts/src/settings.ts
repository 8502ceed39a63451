import { readFileSync } from 'node:fs'
import { z } from 'zod'

export type SettingsSource = Readonly<Record<string, string | undefined>>

/**
 * Reads a process's settings: each from `NAME`, or from the file that `NAME_FILE` names (its surrounding white space
 * is dropped). An empty one counts as unset; both at once are a fault. Throws an Error that begins with `title` and
 * names each faulty setting, never its value.
 */
export function readSettings<T extends z.ZodType>(
  schema: T,
  { title, source }: { readonly title: string; readonly source: SettingsSource },
): z.output<T> {
  const set = Object.entries(source).filter(([, value]) => value !== undefined && value !== '')
  const read = namesOf(schema).map(name => fromFile(name, source))
  const fileFaults = read.flatMap(({ fault }) => fault ?? [])
  if (fileFaults.length > 0) throw new Error(textOf(title, fileFaults))
  const parsed = schema.safeParse(Object.fromEntries([...set, ...read.flatMap(({ entry }) => entry ?? [])]))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(issue => `${issue.path.map(String).join('.')} ${issue.message}`)
  throw new Error(textOf(title, faults))
}

/** The settings that a schema has, also where it refines or transforms them afterwards. */
export function namesOf(schema: z.core.$ZodType): readonly string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape)
  return schema instanceof z.ZodPipe ? namesOf(schema.def.in) : []
}

interface FromFile {
  /** A list of one: spread, it does not fall apart. */
  readonly entry?: readonly [readonly [string, string]]
  readonly fault?: string
}

function fromFile(name: string, source: SettingsSource): FromFile {
  const path = source[`${name}_FILE`]
  if (path === undefined || path === '') return {}
  if (source[name]) return { fault: `${name} and ${name}_FILE are both set: keep one of them` }
  const read = textIn(path)
  if (typeof read === 'string')
    return read === '' ? { fault: `${name}_FILE names ${path}, which is empty` } : { entry: [[name, read]] }
  return { fault: `${name}_FILE names ${path}, which can't be read (${read.code})` }
}

function textIn(path: string): string | { readonly code: string } {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    return { code: error instanceof Error && 'code' in error ? String(error.code) : 'unreadable' }
  }
}

const textOf = (title: string, faults: readonly string[]) =>
  `${title}:\n${faults.map(fault => `  ${fault}`).join('\n')}`
