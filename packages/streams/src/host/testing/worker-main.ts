import { createHostBroadcast } from '../create-host-broadcast.ts'
import { createProcessChannel } from '../process-channel.ts'

/** A worker for a test: follows one channel, and says on the same IPC what it heard. */
const broadcast = await createHostBroadcast(createProcessChannel(process, 'broadcast'))
const report = createProcessChannel(process, 'report')
const tell = (message: object) => report.send(message, () => {})
await broadcast.subscribe('m', {
  onNotice: ({ firstSeq, body }) => tell({ seq: firstSeq, bodyLength: body?.length ?? 0 }),
  onInterrupted: () => tell({ interrupted: true }),
})
await broadcast.publish([{ channel: 'from-worker', epoch: 1, firstSeq: 1, lastSeq: 1 }])
tell({ ready: true })
