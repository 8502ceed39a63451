export { createMemoryBroadcast, type MemoryBroadcast } from './broadcast.ts'
export { createMemoryEventLog, type MemoryEventLog, type MemoryEventLogOptions } from './event-log.ts'
