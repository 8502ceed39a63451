import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Direction, LinkMode } from './mode.ts'

const highWaterBytes = 1 << 20
const slicesPerSecond = 20

interface Chunk {
  readonly bytes: Buffer
  readonly dueMs: number
}

export interface PumpOptions {
  readonly from: Socket
  readonly to: Socket
  readonly direction: Direction
  readonly mode: () => LinkMode
  /** Told that bytes were swallowed: the connection can never be whole again. */
  readonly onSwallowed: (bytes: number) => void
}

/** Carries bytes one way, in order, under the mode of the moment; holds at most 1 MiB and a chunk. */
export function pump({ from, to, direction, mode, onSwallowed }: PumpOptions): void {
  const carrier = createCarrier(from, to, mode)
  from.on('data', (bytes: Buffer) => {
    const now = mode()
    if (now.kind === 'half-open' && now.swallow === direction) onSwallowed(bytes.length)
    else carrier.take({ bytes, dueMs: Date.now() + (now.kind === 'delay' ? now.delayMs : 0) })
  })
  from.on('end', carrier.end)
}

function createCarrier(from: Socket, to: Socket, mode: () => LinkMode) {
  const queue: Chunk[] = []
  let queuedBytes = 0
  let working: Promise<void> | undefined

  const work = async () => {
    for (let chunk = queue.shift(); chunk && !to.destroyed; chunk = queue.shift()) {
      const waitMs = chunk.dueMs - Date.now()
      if (waitMs > 0) await delay(waitMs)
      await carry(to, chunk.bytes, mode)
      queuedBytes -= chunk.bytes.length
      if (queuedBytes < highWaterBytes) from.resume()
    }
    working = undefined
  }
  return {
    take(chunk: Chunk) {
      queue.push(chunk)
      queuedBytes += chunk.bytes.length
      if (queuedBytes >= highWaterBytes) from.pause()
      working ??= work()
    },
    end: () => void (working ?? Promise.resolve()).then(() => to.end()),
  }
}

async function carry(to: Socket, bytes: Buffer, mode: () => LinkMode): Promise<void> {
  for (let sent = 0; sent < bytes.length && !to.destroyed; ) {
    const now = mode()
    const slice = now.kind === 'slow' ? Math.ceil(now.bytesPerSecond / slicesPerSecond) : bytes.length
    const part = bytes.subarray(sent, sent + slice)
    sent += part.length
    if (!to.write(part)) await writable(to)
    if (now.kind === 'slow') await delay(1_000 / slicesPerSecond)
  }
}

function writable(socket: Socket): Promise<void> {
  if (socket.destroyed) return Promise.resolve()
  return new Promise(resolve => {
    const done = () => {
      socket.off('drain', done)
      socket.off('close', done)
      resolve()
    }
    socket.once('drain', done)
    socket.once('close', done)
  })
}
