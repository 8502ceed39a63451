export * from './broadcast.ts'
export * from './event-log.ts'
export { maxValueBytes } from './limits.ts'
export { adoptLog, claimLog, ownerOf, systemTopic } from './log-owner.ts'
