/** A document as the fake holds it. */
export type Held = Readonly<Record<string, string | number>>

type Clause = Readonly<Record<string, Record<string, unknown>>>

const asClauses = (value: unknown): Clause[] => (Array.isArray(value) ? value : [])
const wordsOf = (value: unknown): string[] => String(value).toLowerCase().split(' ').filter(Boolean)

/** Whether a document meets a query; throws at what is not in the part of the language that it knows. */
export function meets(document: Held, clause: Clause): boolean {
  const [[kind, body] = ['', {}]] = Object.entries(clause)
  const rule = rules[kind]
  if (!rule || Object.keys(clause).length !== 1) throw new Error(`unknown query [${kind}]`)
  return rule(document, body)
}

type Rule = (document: Held, body: Record<string, unknown>) => boolean

const rules: Record<string, Rule> = {
  bool: (document, { filter, must_not, should, minimum_should_match = 0 }) =>
    asClauses(filter).every(one => meets(document, one)) &&
    !asClauses(must_not).some(one => meets(document, one)) &&
    asClauses(should).filter(one => meets(document, one)).length >= Number(minimum_should_match),
  term: (document, body) => Object.entries(body).every(([field, value]) => document[field] === value),
  range: (document, body) =>
    Object.entries(body).every(([field, bounds]) => {
      const { gte = '', lte = '\uffff' } = bounds as { gte?: string; lte?: string }
      return String(document[field]) >= gte && String(document[field]) <= lte
    }),
  prefix: (document, body) =>
    Object.entries(body).every(([field, wanted]) => {
      const { value } = wanted as { value: string }
      return wordsOf(document[field]).some(word => word.startsWith(value))
    }),
  multi_match: (document, { query, type, fields }) => {
    if (type !== 'phrase') throw new Error('only phrases')
    const phrase = ` ${wordsOf(query).join(' ')} `
    return (fields as string[]).some(field => ` ${wordsOf(document[field]).join(' ')} `.includes(phrase))
  },
}

type Sort = readonly Readonly<Record<string, 'asc' | 'desc'>>[]

/** As OpenSearch sorts by: dates are milliseconds. */
export const sortValues = (document: Held, sort: Sort): (string | number)[] =>
  sort.map(one => {
    const field = Object.keys(one)[0] ?? ''
    const value = document[field] ?? ''
    return field === 'occurredAt' ? Date.parse(String(value)) : value
  })

type Values = readonly (string | number)[]

/** Negative if `a` comes first. */
export function compare(a: Values, b: Values, sort: Sort): number {
  const differs = sort.findIndex((_, index) => a[index] !== b[index])
  const [x = 0, y = 0] = [a[differs], b[differs]]
  if (differs < 0) return 0
  const isDescending = Object.values(sort[differs] ?? {})[0] === 'desc'
  return x < y === isDescending ? 1 : -1
}
