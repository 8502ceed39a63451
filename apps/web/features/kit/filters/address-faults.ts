import { acceptValue, type FilterField } from './filter-field.ts'

/** What the address says of a page's fields and no field knows, a sentence each; it is left out of the filter. */
export function faultsOfAddress(
  fields: readonly FilterField[],
  given: Pick<URLSearchParams, 'getAll'>,
): readonly string[] {
  return fields.flatMap(field => {
    const fault = faultOf(
      field,
      given.getAll(field.name).filter(text => text !== ''),
    )
    return fault === undefined ? [] : [`${field.label} ${fault}; it is left out.`]
  })
}

function faultOf(field: FilterField, texts: readonly string[]): string | undefined {
  if (texts.length === 0) return undefined
  if (field.kind === 'many') {
    const known = new Set(field.options.map(({ value }) => value))
    const isKnown = texts.every(text => text.split(',').every(part => part === '' || known.has(part)))
    return isKnown ? undefined : 'names one that there is not'
  }
  if (acceptValue(field, texts[0]) !== undefined) return undefined
  return field.kind === 'time-range' ? 'is no time' : 'is none that there is'
}

/** What is said where the address names something that a list does not hold. */
export const notAmongShown = (what: string): string =>
  `The ${what} that it names is not among what is shown: it is further down, or there is none.`
