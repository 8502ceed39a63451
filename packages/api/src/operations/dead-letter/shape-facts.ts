import type { GroupSample, PathType } from '@touchline/db'
import { schemaPaths } from '../masking/schema-fields.ts'

/** A type that a path of the payload has, and in how many of the group's newest letters. */
export interface ShapeFact {
  readonly path: string
  readonly type: string
  readonly letters: number
  readonly of: number
  /** "`payload.minute` is a string in 412 of 412". */
  readonly text: string
}

const maxPaths = 10
const maxTypesPerPath = 3

/** The paths that a failure's message names, else the payload's first ten: of those that our schemas have. */
export function pathsOf(sample: Pick<GroupSample, 'message' | 'shape'> | undefined): string[] {
  const { message, shape } = sample ?? { message: '', shape: {} }
  const paths = Object.keys(shape).filter(path => schemaPaths.has(path))
  const named = paths.filter(path => message.includes(path))
  const deepest = named.filter(path => !named.some(other => other.startsWith(`${path}.`)))
  return (deepest.length > 0 ? deepest : paths).slice(0, maxPaths)
}

/** In the order of `paths`; of each path its three most frequent types. */
export function shapeFacts(paths: readonly string[], types: readonly PathType[], of: number): ShapeFact[] {
  return paths.flatMap(path =>
    types
      .filter(counted => counted.path === path)
      .slice(0, maxTypesPerPath)
      .map(({ type, letters }) => ({ path, type, letters, of, text: sentence(path, type, letters, of) })),
  )
}

function sentence(path: string, type: string, letters: number, of: number): string {
  const article = type === 'null' ? '' : /^[aeiou]/.test(type) ? 'an ' : 'a '
  return `\`${path}\` is ${article}${type} in ${letters} of ${of}`
}
