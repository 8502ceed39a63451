import { createServer, type ServerResponse } from 'node:http'
import type { SourceBuffer } from './source-buffer.ts'

export interface SourcesServer {
  close(): Promise<void>
}

export interface Sources {
  readonly stadium: SourceBuffer
  readonly feed: SourceBuffer
}

const beatMs = 200
const linesPerBeat = 1_000

/** A stadium to poll at `/stadiums/…/readings`, and a feed to follow at `/feeds/…/stream`. */
export function startSourcesServer(port: number, { stadium, feed }: Sources): Promise<SourcesServer> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
    response.on('error', () => response.destroy())
    if (pathname.endsWith('/readings')) answerPoll(response, stadium, searchParams)
    else if (pathname.endsWith('/stream')) stream(response, feed, searchParams.get('after'))
    else response.writeHead(404).end()
  })
  const close = () =>
    new Promise<void>(closed => {
      server.close(() => closed())
      server.closeAllConnections()
    })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve({ close }))
  })
}

/** A cursor is sent back only once all up to it stands in the log. */
function answerPoll(response: ServerResponse, stadium: SourceBuffer, asked: URLSearchParams): void {
  const after = Number(asked.get('after') ?? '0')
  stadium.taken(after)
  const { items, last } = stadium.after(after, Number(asked.get('limit') ?? '1000'))
  const readings = items.map(item => item.text).join(',')
  response.setHeader('content-type', 'application/json').end(`{"cursor":"${last}","readings":[${readings}]}`)
}

/** The reader tells where it stands only when it connects: until then nothing counts as taken. */
function stream(response: ServerResponse, feed: SourceBuffer, after: string | null): void {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' })
  let place = after === null ? 0 : feed.numberOf(after)
  feed.taken(place)
  const timer = setInterval(() => {
    if (response.writableNeedDrain) return
    const { items, last } = feed.after(place, linesPerBeat)
    place = last
    response.write(`${items.map(item => `${item.text}\n`).join('')}{"heartbeat":true}\n`)
  }, beatMs)
  response.on('close', () => clearInterval(timer))
}
