export { checkTopics, type TopicFinding } from './check-topics.ts'
export type { KafkaLogger } from './client.ts'
export { createKafkaEventLog, type KafkaEventLogOptions } from './event-log.ts'
