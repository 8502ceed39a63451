export type { HostChannel } from './channel.ts'
export { createHostBroadcast, type HostClientOptions } from './create-host-broadcast.ts'
export { createProcessChannel, type IpcEnd } from './process-channel.ts'
export { type HostBroadcast, type HostBroadcastOptions, serveHostBroadcast } from './serve-host-broadcast.ts'
