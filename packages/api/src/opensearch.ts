export { type BulkWrite, createBulkWrite } from './console/opensearch/bulk-write.ts'
export { OpenSearchAway, type OpenSearchPlace } from './console/opensearch/caller.ts'
