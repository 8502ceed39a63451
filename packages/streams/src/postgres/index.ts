export { createPostgresBroadcast, type PostgresBroadcastOptions } from './broadcast.ts'
export { createPostgresEventLog, type PostgresEventLogOptions } from './event-log.ts'
export type { Retention } from './retention.ts'
