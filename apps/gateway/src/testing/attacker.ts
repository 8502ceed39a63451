import { connect, type Socket } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'

/** What one attacker does with its sockets, in a thread of its own so that its work is not counted as ours. */
export interface Attack {
  readonly port: number
  readonly path: string
  readonly sockets: number
  /** Texts that every socket sends one after the other, again and again for so many rounds. */
  readonly texts: readonly string[]
  readonly rounds: number
  /** The frame's opcode: 1 for a text, 9 for a ping of WebSocket's own. */
  readonly opcode?: number
  /** Whether it takes what is answered. */
  readonly reads: boolean
}

export interface Outcome {
  readonly answers: number
  readonly answeredBytes: number
  readonly closed: number
}

/** One frame as a client sends it, under a mask that changes nothing. */
function frameOf(text: string, opcode: number): Buffer {
  const payload = Buffer.from(text)
  const size = payload.length
  const header =
    size < 126 ? Buffer.from([size | 0x80]) : size < 65_536 ? wide(2, 126, size) : wide(8, 127, size)
  return Buffer.concat([Buffer.from([0x80 | opcode]), header, Buffer.alloc(4), payload])
}

function wide(bytes: 2 | 8, mark: number, size: number): Buffer {
  const header = Buffer.alloc(1 + bytes)
  header[0] = mark | 0x80
  if (bytes === 2) header.writeUInt16BE(size, 1)
  else header.writeBigUInt64BE(BigInt(size), 1)
  return header
}

const endMs = 1_500

async function attack(plan: Attack): Promise<Outcome> {
  const outcome = { answers: 0, answeredBytes: 0, closed: 0 }
  const { socket, gone } = await open(plan)
  socket.on('data', chunk => {
    outcome.answeredBytes += chunk.length
    outcome.answers += chunk.toString('latin1').split('"error"').length - 1
  })
  if (!plan.reads) socket.pause()
  const end = Promise.race([gone, new Promise(resolve => setTimeout(resolve, endMs))])
  await Promise.race([end, send(socket, plan)])
  await end
  outcome.closed = socket.destroyed ? 1 : 0
  socket.destroy()
  return outcome
}

/** Upgraded, or refused and closed. */
async function open({ port, path }: Attack) {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  const gone = new Promise(resolve => socket.once('close', resolve))
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: touchline\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  )
  await Promise.race([new Promise(resolve => socket.once('data', resolve)), gone])
  return { socket, gone }
}

async function send(socket: Socket, { texts, rounds, opcode = 1 }: Attack): Promise<void> {
  const frames = texts.map(text => frameOf(text, opcode))
  for (let round = 0; round < rounds; round++) {
    for (const frame of frames) {
      if (socket.destroyed) return
      if (!socket.write(frame)) await new Promise(resolve => socket.once('drain', resolve))
    }
  }
}

if (parentPort) {
  const plan = workerData as Attack
  const outcomes = await Promise.all(Array.from({ length: plan.sockets }, () => attack(plan)))
  const sum = (of: keyof Outcome) => outcomes.reduce((total, outcome) => total + outcome[of], 0)
  parentPort.postMessage({
    answers: sum('answers'),
    answeredBytes: sum('answeredBytes'),
    closed: sum('closed'),
  })
}
