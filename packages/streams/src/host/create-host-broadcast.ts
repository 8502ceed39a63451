import type { Broadcast, Notice } from '../broadcast.ts'
import { checkName, checkNotices } from '../limits.ts'
import { createListeners } from '../listeners.ts'
import type { HostChannel } from './channel.ts'
import { startHeartbeat } from './heartbeat.ts'
import { isMessage, type ToWorker } from './messages.ts'
import { createRequests } from './requests.ts'
import { createWishes } from './wishes.ts'

export interface HostClientOptions {
  /** Of each call: a little more than the broker's own time. Default 1,500. */
  readonly timeoutMs?: number
  /** How often the other process is asked whether it is there. Default 500. */
  readonly beatMs?: number
}

const helloTimeoutMs = 10_000

/**
 * The broadcast that another process of this host holds. Rejects with BroadcastUnavailable if that one does not answer.
 * Should it end, everything rejects and listeners are told; it does not come back.
 */
export async function createHostBroadcast(
  channel: HostChannel,
  { timeoutMs = 1_500, beatMs = 500 }: HostClientOptions = {},
): Promise<Broadcast> {
  const listeners = createListeners()
  const requests = createRequests(channel, timeoutMs)
  const wishes = createWishes(requests, listeners)
  channel.onMessage(message => {
    if (isMessage(message)) hear(message as ToWorker)
  })
  channel.onClose(() => {
    requests.close('the process that holds the broadcast is gone')
    listeners.interrupt()
  })

  function hear(message: ToWorker): void {
    if (message.kind === 'notice') listeners.deliver(message.notice)
    else if (message.kind === 'interrupted') listeners.interrupt(message.channels)
    else if (message.kind === 'answer') requests.answered(message)
  }

  const { carriesBody } = await requests.ask({ kind: 'hello' }, { timeoutMs: helloTimeoutMs })
  const heartbeat = startHeartbeat({ beatMs, requests, onChange: () => listeners.interrupt() })

  return {
    capabilities: { carriesBody },
    async publish(notices) {
      checkNotices(notices)
      if (notices.length > 0) await requests.ask({ kind: 'publish', notices }, { bytes: bytesOf(notices) })
    },
    async subscribe(name, listener) {
      checkName('channel', name)
      listeners.add(name, listener)
      try {
        await wishes.settle(name)
      } catch (error) {
        if (listeners.remove(name, listener)) wishes.settle(name).catch(() => {})
        throw error
      }
      const unsubscribe = async () => {
        if (listeners.remove(name, listener)) await wishes.settle(name).catch(() => {})
      }
      return { unsubscribe }
    },
    ping: async () => void (await requests.ask({ kind: 'ping' })),
    async close() {
      heartbeat.stop()
      const names = listeners.channels()
      await Promise.allSettled(names.map(name => requests.ask({ kind: 'unsubscribe', channel: name })))
      requests.close('this broadcast is closed')
    },
  }
}

const bytesOf = (notices: readonly Notice[]) =>
  notices.reduce((bytes, { body }) => bytes + 200 + 2 * (body?.length ?? 0), 0)
