import { randomUUID } from 'node:crypto'

/** Where the OpenSearch of this test run is. */
export function openSearchUrl(): string {
  const url = process.env.TOUCHLINE_TEST_OPENSEARCH_URL
  if (!url)
    throw new Error('TOUCHLINE_TEST_OPENSEARCH_URL is missing: run this with the vitest project "opensearch"')
  return url
}

/** An index under a name that no other test has. */
export interface TestIndex {
  readonly alias: string
  /** All documents by id, those just written too; none where there is no index. */
  documents(): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>>
  /** Its names and mappings as OpenSearch tells them; undefined: there is none. */
  definition(): Promise<object | undefined>
  /** Makes what was written findable. */
  refresh(): Promise<void>
  drop(): Promise<void>
}

export function nameTestIndex(): TestIndex {
  const alias = `test-${randomUUID()}`
  const call = (method: string, path: string) => fetch(`${openSearchUrl()}${path}`, { method })
  const refresh = async () => void (await call('POST', `/${alias}/_refresh`))
  return {
    alias,
    refresh,
    documents: async () => {
      await refresh()
      const answer = await call('GET', `/${alias}/_search?size=1000&sort=matchId,seq`)
      if (!answer.ok) return new Map()
      const { hits } = (await answer.json()) as { hits: { hits: { _id: string; _source: object }[] } }
      return new Map(hits.hits.map(({ _id, _source }) => [_id, { ..._source }]))
    },
    definition: async () => {
      const answer = await call('GET', `/${alias}`)
      return answer.ok ? ((await answer.json()) as object) : undefined
    },
    drop: async () => void (await call('DELETE', `/${alias}-v*`)),
  }
}
