import type { MatchEvent } from '@touchline/contracts'
import { WebSocket } from 'ws'
import { read, subscribeMessage, type Wanted } from './wire.ts'

/** A fan who follows one match, and comes back from wherever it stood whenever its connection breaks. */
export interface Fan {
  /** True while a subscription stands. */
  connected(): boolean
  /** Connections so far. */
  connections(): number
  pause(): void
  resume(): void
  stop(): void
}

export interface FanOptions {
  readonly url: string
  readonly wanted: Omit<Wanted, 'lastEventId'>
  onEvent(event: MatchEvent): void
  onReset(): void
  onError(text: string): void
}

const pingEveryMs = 2_000
const silentForMs = 5_000
const [minRetryMs, maxRetryMs] = [50, 1_000]

/** What a stock client does: ping, give up on silence, come back with the last id after a jittered while. */
export function startFan({ url, wanted, onEvent, onReset, onError }: FanOptions): Fan {
  let lastEventId: string | undefined
  let socket: WebSocket | undefined
  let connections = 0
  let stands = false
  let stopped = false

  const connect = () => {
    if (stopped) return
    connections += 1
    const mine = new WebSocket(url, { handshakeTimeout: silentForMs })
    socket = mine
    let heardMs = Date.now()
    const watch = setInterval(() => {
      if (Date.now() - heardMs > silentForMs) mine.terminate()
      else if (mine.readyState === WebSocket.OPEN) mine.send('PING')
    }, pingEveryMs)
    mine.on('open', () => mine.send(subscribeMessage({ ...wanted, lastEventId })))
    mine.on('message', (data: Buffer) => {
      heardMs = Date.now()
      if (mine === socket) hear(data.toString(), mine)
    })
    mine.on('error', () => {})
    mine.on('close', () => {
      clearInterval(watch)
      stands = false
      setTimeout(connect, minRetryMs + Math.random() * (maxRetryMs - minRetryMs))
    })
  }
  const hear = (text: string, from: WebSocket) => {
    const heard = read(text)
    switch (heard.kind) {
      case 'ping':
        return from.send('PONG')
      case 'started':
        stands = true
        return
      case 'reset':
        return onReset()
      case 'event':
        lastEventId = `${heard.event.epoch}:${heard.event.seq}`
        return onEvent(heard.event)
      case 'error':
        onError(heard.text)
        return from.close()
      case 'move-on':
        return from.close()
    }
  }
  connect()
  return {
    connected: () => stands,
    connections: () => connections,
    pause: () => socket?.pause(),
    resume: () => socket?.resume(),
    stop() {
      stopped = true
      socket?.terminate()
    },
  }
}
