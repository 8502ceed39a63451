import type { Notice } from '../broadcast.ts'
import type { HostChannel } from './channel.ts'
import type { Answer, ToWorker } from './messages.ts'

export interface OutboxOptions {
  /** Once so much has been sent that the worker has not taken, notices are dropped until half of it has. */
  readonly maxWaitingBytes: number
  onDropped(): void
}

/** What goes to one worker: notices while it takes them, and else the word that some were left out. */
export interface Outbox {
  answer(answer: Answer): void
  notice(notice: Notice): void
  interrupt(channels: readonly string[]): void
  /** The worker listens there no more. */
  forget(channel: string): void
}

const frameBytes = 200

export function createOutbox(channel: HostChannel, { maxWaitingBytes, onDropped }: OutboxOptions): Outbox {
  let waitingBytes = 0
  let closed = false
  const leftOut = new Set<string>()
  channel.onClose(() => {
    closed = true
    leftOut.clear()
  })

  function send(message: ToWorker, bytes: number): void {
    if (closed) return
    waitingBytes += bytes
    channel.send(message, () => {
      waitingBytes -= bytes
      if (leftOut.size > 0 && waitingBytes <= maxWaitingBytes / 2) tellLeftOut()
    })
  }

  function tellLeftOut(): void {
    const channels = [...leftOut]
    leftOut.clear()
    send({ kind: 'interrupted', channels }, frameBytes * channels.length)
  }

  return {
    answer: answer => send(answer, frameBytes),
    notice(notice) {
      // After the first that is left out of a channel the rest is too, so that order holds up to the interruption.
      const isFull = leftOut.size > 0 || waitingBytes > maxWaitingBytes
      if (!isFull) return send({ kind: 'notice', notice }, frameBytes + 2 * (notice.body?.length ?? 0))
      leftOut.add(notice.channel)
      onDropped()
    },
    interrupt(channels) {
      for (const name of channels) leftOut.add(name)
      if (waitingBytes <= maxWaitingBytes) tellLeftOut()
    },
    forget: name => void leftOut.delete(name),
  }
}
