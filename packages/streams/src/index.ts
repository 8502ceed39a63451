export * from './broadcast.ts'
export * from './event-log.ts'
