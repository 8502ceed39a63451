export { createRedisBroadcast, type RedisBroadcastOptions } from './broadcast.ts'
