import type { EventQuestion } from '../../operations/event/search-engine.ts'
import type { SearchTerm } from '../../operations/event/search-text.ts'
import type { DocumentField } from './index-mapping.ts'

const wordFields = ['names', 'teams', 'text'] as const satisfies readonly DocumentField[]
type Filtered = Extract<DocumentField, keyof EventQuestion>
const exactFields = [
  'matchId',
  'source',
  'type',
  'lane',
  'correlationId',
] as const satisfies readonly Filtered[]

/** A question in OpenSearch's own language. One more than its limit is asked for, to see whether there is more. */
export function toSearchBody(question: EventQuestion, timeoutMs: number): object {
  const { words, limit, matchId, after } = question
  const newest = [{ occurredAt: 'desc' }, { matchId: 'asc' }, { seq: 'asc' }]
  const filter = [...exactConditions(question), ...timeCondition(question)]
  const any = words?.map(group => ({ bool: groupOf(group) }))
  return {
    size: limit + 1,
    timeout: `${timeoutMs}ms`,
    track_total_hits: false,
    _source: ['matchId', 'seq', 'occurredAt'],
    query: {
      bool: { filter: [...filter, ...(any ? [{ bool: { should: any, minimum_should_match: 1 } }] : [])] },
    },
    sort: matchId === undefined ? newest : [{ seq: 'desc' }],
    ...(after && {
      search_after:
        matchId === undefined ? [Date.parse(after.occurredAt), after.matchId, after.seq] : [after.seq],
    }),
  }
}

const exactConditions = (question: EventQuestion): object[] =>
  exactFields.flatMap(field =>
    question[field] === undefined ? [] : [{ term: { [field]: question[field] } }],
  )

function timeCondition({ fromAt, toAt }: EventQuestion): object[] {
  if (fromAt === undefined && toAt === undefined) return []
  return [{ range: { occurredAt: { ...(fromAt && { gte: fromAt }), ...(toAt && { lte: toAt }) } } }]
}

const groupOf = (terms: readonly SearchTerm[]) => ({
  filter: terms.filter(term => !term.isExcluded).map(conditionOf),
  must_not: terms.filter(term => term.isExcluded).map(conditionOf),
})

function conditionOf({ words, isPrefix }: SearchTerm): object {
  if (!isPrefix) return { multi_match: { query: words, type: 'phrase', fields: wordFields } }
  const should = wordFields.map(field => ({ prefix: { [field]: { value: words } } }))
  return { bool: { should, minimum_should_match: 1 } }
}
