'use client'

import { createParser, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { acceptValue, type FilterField, type FilterValue, type FilterValues } from './filter-field.ts'

type Held = string | readonly string[]

const separator = ','
const write = (value: Held): string =>
  typeof value === 'string' ? value : value.map(encodeURIComponent).join(separator)

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

const parserFor = (field: FilterField) =>
  createParser<Held>({
    parse: text =>
      acceptValue(field, field.kind === 'many' ? text.split(separator).map(decoded) : text) ?? null,
    serialize: write,
    eq: (a, b) => write(a) === write(b),
  })

/** The filter of a page, kept in its URL; what the URL says and no field knows is left out. */
export function useFilterParams(
  fields: readonly FilterField[],
): [FilterValues, (next: FilterValues) => void] {
  const parsers = useMemo(
    () => Object.fromEntries(fields.map(field => [field.name, parserFor(field)])),
    [fields],
  )
  const [held, setHeld] = useQueryStates(parsers, { history: 'replace' })
  const values = useMemo<FilterValues>(
    () =>
      Object.fromEntries(Object.entries(held).filter((entry): entry is [string, Held] => entry[1] !== null)),
    [held],
  )
  const change = (next: FilterValues) => {
    const heldOf = (value: FilterValue) => (value === undefined || value.length === 0 ? null : value)
    void setHeld(Object.fromEntries(fields.map(({ name }) => [name, heldOf(next[name])])))
  }
  return [values, change]
}
