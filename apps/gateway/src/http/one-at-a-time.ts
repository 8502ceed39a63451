import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { publicError } from '@touchline/api'

/** Pipelined requests of one connection that wait for the answers before theirs; one with more is closed. */
const maxWaiting = 32

type Exchange = readonly [IncomingMessage, ServerResponse]

interface Line {
  answering: boolean
  streams: boolean
  readonly waiting: Exchange[]
}

/** One request at a time per connection: what is pipelined is begun when the answer before it has been written out. */
export class OneAtATime {
  readonly #lines = new WeakMap<Duplex, Line>()
  readonly #handle: RequestListener

  /** Takes the place of the one that handles requests now. */
  constructor(server: Server) {
    const [handle] = server.listeners('request')
    this.#handle = handle as RequestListener
    server.removeAllListeners('request')
    server.on('request', (request, response) => this.#take(request, response))
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request
    const line = this.#lineOf(socket)
    if (line.streams || line.waiting.length >= maxWaiting) socket.destroy()
    else if (line.answering) line.waiting.push([request, response])
    else this.#begin(line, [request, response])
  }

  /** The answer under way never ends by itself: nothing may be asked behind it. */
  streams(socket: Duplex): void {
    const line = this.#lineOf(socket)
    line.streams = true
    if (line.waiting.length > 0) socket.destroy()
  }

  /** False while there are answers that an upgrade would mix with what comes after it. */
  mayUpgrade(request: IncomingMessage): boolean {
    return !this.#lines.get(request.socket)?.answering && hostsOf(request) <= 1
  }

  #lineOf(socket: Duplex): Line {
    const known = this.#lines.get(socket)
    if (known) return known
    const line: Line = { answering: false, streams: false, waiting: [] }
    this.#lines.set(socket, line)
    socket.once('close', () => line.waiting.splice(0))
    return line
  }

  #begin(line: Line, [request, response]: Exchange): void {
    line.answering = true
    let isOver = false
    const over = () => {
      if (isOver) return
      isOver = true
      line.answering = false
      const next = line.waiting.shift()
      if (next && !request.socket.destroyed) this.#begin(line, next)
    }
    response.once('finish', over)
    response.once('close', over)
    if (hostsOf(request) > 1) refuse(response)
    else this.#handle(request, response)
  }
}

/** Node takes the first of several; a proxy before us may have taken another. */
const hostsOf = ({ rawHeaders }: IncomingMessage): number =>
  rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length

function refuse(response: ServerResponse): void {
  response.shouldKeepAlive = false
  response.writeHead(400, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  response.end(JSON.stringify({ error: publicError('invalid-input') }))
}
