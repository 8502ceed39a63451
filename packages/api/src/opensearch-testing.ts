export { type OpenSearchFront, openFront } from './console/opensearch/testing/opensearch-front.ts'
export { nameTestIndex, openSearchUrl, type TestIndex } from './console/opensearch/testing/test-index.ts'
