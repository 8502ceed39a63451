import type { HostChannel } from './channel.ts'

/** The part of `process`, a ChildProcess and a cluster Worker that this needs. */
export interface IpcEnd {
  send?(message: object, handle: undefined, options: undefined, sent: (error: Error | null) => void): boolean
  on(event: 'message', listener: (message: unknown) => void): unknown
  once(event: 'disconnect', listener: () => void): unknown
}

/** One subject's part of Node's IPC between two processes; others may use the same for other subjects. */
export function createProcessChannel(end: IpcEnd, subject: string): HostChannel {
  return {
    send(message, taken) {
      try {
        end.send?.({ subject, message }, undefined, undefined, taken)
      } catch {
        // The other process is gone: `onClose` tells.
        taken()
      }
    },
    onMessage(listener) {
      end.on('message', envelope => {
        if (isEnvelope(envelope) && envelope.subject === subject) listener(envelope.message)
      })
    },
    onClose: listener => void end.once('disconnect', listener),
  }
}

const isEnvelope = (value: unknown): value is { readonly subject: string; readonly message: unknown } =>
  typeof value === 'object' && value !== null && 'subject' in value && 'message' in value
