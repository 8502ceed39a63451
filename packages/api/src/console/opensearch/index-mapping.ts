import type { EventDocument } from '@touchline/db'

const words = { type: 'text', analyzer: 'whitespace', norms: false } as const
const keyword = { type: 'keyword' } as const

/** How each field of a document is kept; a field without a rule does not compile, and an unknown one is refused. */
const properties = {
  matchId: keyword,
  seq: { type: 'integer' },
  occurredAt: { type: 'date' },
  source: keyword,
  type: keyword,
  lane: keyword,
  sourceEventId: keyword,
  correlationId: keyword,
  names: words,
  teams: words,
  text: words,
} as const satisfies Record<keyof EventDocument, object>

export type DocumentField = keyof typeof properties

/** Raised whenever the mapping changes: an index of another version is made beside the old one. */
const version = 2

export const indexNameOf = (alias: string): string => `${alias}-v${version}`

/** Words come in lower case, with single spaces and without accents: there is nothing left to analyse. */
export const indexDefinition = (alias: string) => ({
  aliases: { [alias]: { is_write_index: true } },
  mappings: { dynamic: 'strict', properties },
})

/** The same event is always the same document. */
export const documentId = ({ matchId, seq }: Pick<EventDocument, 'matchId' | 'seq'>): string =>
  `${matchId}:${seq}`
