import type { Listeners } from '../listeners.ts'
import { locate } from './locate.ts'
import { createNodeSubscriber, type NodeSubscriber } from './node-subscriber.ts'
import { noticeOf, redisChannelOf } from './notice-frame.ts'
import type { Servers } from './servers.ts'

/** Keeps every channel that has listeners subscribed, on the server that serves it. */
export interface Subscriptions {
  /** Brings one channel in line with its listeners; rejects if its server can't be reached. */
  settle(channel: string): Promise<void>
  close(): void
}

const reviewEveryMs = 1_000

export function createSubscriptions(
  servers: Servers,
  listeners: Listeners,
  timeoutMs: number,
  onError: (error: unknown) => void,
): Subscriptions {
  const nodes = new Map<string, NodeSubscriber>()
  const inForce = new Map<string, string>()
  const turns = new Map<string, Promise<void>>()
  const reviewing = setInterval(review, reviewEveryMs)

  function nodeAt(place: string): NodeSubscriber {
    const known = nodes.get(place)
    if (known) return known
    const connection = servers.connect(place)
    if (!connection) throw new Error('the server of a channel is gone')
    const node = createNodeSubscriber({
      connection,
      sharded: servers.sharded,
      timeoutMs,
      onMessage: deliver,
      onLost: () => lose(place),
      onReady: review,
      onError,
    })
    nodes.set(place, node)
    return node
  }

  function deliver(redisChannel: string, frame: string): void {
    const notice = noticeOf(servers.prefix, redisChannel, frame)
    if (notice) listeners.deliver(notice)
  }

  function lose(place: string): void {
    const lost = [...inForce].filter(([, at]) => at === place).map(([channel]) => channel)
    for (const channel of lost) inForce.delete(channel)
    listeners.interrupt(lost)
  }

  /** Channels whose server came back, or whose slot moved, are subscribed anew, and their listeners told. */
  function review(): void {
    for (const channel of listeners.channels().filter(isAstray)) {
      settle(channel).then(() => listeners.interrupt([channel]), onError)
    }
    for (const [place, node] of nodes) if (!servers.knows(place)) forget(place, node)
  }

  function isAstray(channel: string): boolean {
    return (
      !turns.has(channel) && inForce.get(channel) !== servers.placeOf(redisChannelOf(servers.prefix, channel))
    )
  }

  function forget(place: string, node: NodeSubscriber): void {
    node.close()
    nodes.delete(place)
    lose(place)
  }

  async function bringInLine(channel: string): Promise<void> {
    if (!listeners.has(channel)) return leave(channel)
    const redisChannel = redisChannelOf(servers.prefix, channel)
    const place = (await locate(servers, [redisChannel], timeoutMs))(redisChannel)
    if (inForce.get(channel) === place) return
    await leave(channel)
    await nodeAt(place).subscribe(redisChannel)
    inForce.set(channel, place)
  }

  async function leave(channel: string): Promise<void> {
    const place = inForce.get(channel)
    inForce.delete(channel)
    if (place !== undefined)
      await nodes.get(place)?.unsubscribe(redisChannelOf(servers.prefix, channel)).catch(onError)
  }

  /** One change at a time per channel, each to what is wanted when its turn comes. */
  async function settle(channel: string): Promise<void> {
    const turn = (turns.get(channel) ?? Promise.resolve()).catch(() => {}).then(() => bringInLine(channel))
    turns.set(channel, turn)
    try {
      await turn
    } finally {
      if (turns.get(channel) === turn) turns.delete(channel)
    }
  }

  return {
    settle,
    close() {
      clearInterval(reviewing)
      for (const node of nodes.values()) node.close()
    },
  }
}
