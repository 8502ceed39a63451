import type { Broadcast, BroadcastSubscription, Notice } from '../broadcast.ts'
import type { HostChannel } from './channel.ts'
import { type Answer, isMessage, type Request } from './messages.ts'
import { createOutbox, type Outbox } from './outbox.ts'

export interface HostBroadcastOptions {
  /** What may wait for one worker that does not read. Default 4 MiB. */
  readonly maxWaitingBytes?: number
  readonly onError?: (error: unknown) => void
}

export interface HostBroadcast {
  /** Serves one more worker until its channel closes. */
  attach(channel: HostChannel): void
  /** Notices that were left out for workers that did not take them. */
  readonly dropped: number
}

/** Lends one broadcast to the processes of this host: the port shares one subscription per channel among all. */
export function serveHostBroadcast(broadcast: Broadcast, options: HostBroadcastOptions = {}): HostBroadcast {
  const { maxWaitingBytes = 4 * 1_048_576, onError = () => {} } = options
  let dropped = 0
  const onDropped = () => {
    dropped++
  }
  return {
    attach: channel =>
      serveOne({
        broadcast,
        channel,
        onError,
        outbox: createOutbox(channel, { maxWaitingBytes, onDropped }),
      }),
    get dropped() {
      return dropped
    },
  }
}

interface Worker {
  readonly broadcast: Broadcast
  readonly channel: HostChannel
  readonly outbox: Outbox
  readonly onError: (error: unknown) => void
}

function serveOne({ broadcast, channel, outbox, onError }: Worker): void {
  const subscriptions = new Map<string, BroadcastSubscription>()
  /** One change at a time per channel. */
  const turns = new Map<string, Promise<void>>()
  let gone = false

  async function subscribe(name: string): Promise<void> {
    if (gone || subscriptions.has(name)) return
    const listener = {
      onNotice: (notice: Notice) => outbox.notice(notice),
      onInterrupted: () => outbox.interrupt([name]),
    }
    const subscription = await broadcast.subscribe(name, listener)
    subscriptions.set(name, subscription)
    if (gone) await unsubscribe(name)
  }

  async function unsubscribe(name: string): Promise<void> {
    const subscription = subscriptions.get(name)
    subscriptions.delete(name)
    outbox.forget(name)
    await subscription?.unsubscribe()
  }

  async function inTurn(name: string, change: (name: string) => Promise<void>): Promise<void> {
    const turn = (turns.get(name) ?? Promise.resolve()).catch(() => {}).then(() => change(name))
    turns.set(name, turn)
    try {
      await turn
    } finally {
      if (turns.get(name) === turn) turns.delete(name)
    }
  }

  function carryOut(request: Request): Promise<void> {
    switch (request.kind) {
      case 'publish':
        return broadcast.publish(request.notices)
      case 'subscribe':
        return inTurn(request.channel, subscribe)
      case 'unsubscribe':
        return inTurn(request.channel, unsubscribe)
      case 'ping':
        return broadcast.ping()
      default:
        return Promise.resolve()
    }
  }

  async function answer(request: Request): Promise<Answer> {
    const { id } = request
    const { carriesBody } = broadcast.capabilities
    try {
      await carryOut(request)
      return { kind: 'answer', id, ok: true, carriesBody }
    } catch (error) {
      return { kind: 'answer', id, ok: false, reason: error instanceof Error ? error.message : String(error) }
    }
  }

  channel.onMessage(message => {
    if (isMessage(message)) void answer(message as Request).then(outbox.answer)
  })
  channel.onClose(() => {
    gone = true
    for (const name of subscriptions.keys()) inTurn(name, unsubscribe).catch(onError)
  })
}
