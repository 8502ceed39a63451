import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseLine } from './line-protocol-reader.ts'

/** How it treats a write: takes it, answers a status, never answers, cuts the connection, or takes few lines at once. */
export type Behaviour =
  | { readonly kind: 'take' }
  | { readonly kind: 'answer'; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: 'hang' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'limit'; readonly lines: number }

export interface FakeInflux {
  readonly url: string
  behaviour: Behaviour
  /** Called for each write, before it is answered. */
  onRequest: () => void
  /** The newest value of each point, by its tags and time. */
  readonly points: Map<string, string>
  readonly requests: { readonly url: string; readonly authorization: string | undefined }[]
  close(): Promise<void>
}

/** Speaks the write call of the InfluxDB API, version 2; a line that can't be read fails the request. */
export async function startFakeInflux(port = 0): Promise<FakeInflux> {
  const server = createServer((request, response) => void serve(fake, request, response))
  await new Promise<void>(listening => server.listen(port, '127.0.0.1', listening))
  const fake: FakeInflux = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    behaviour: { kind: 'take' },
    onRequest: () => {},
    points: new Map(),
    requests: [],
    close: () =>
      new Promise(closed => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
  return fake
}

async function serve(fake: FakeInflux, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  fake.requests.push({ url: request.url ?? '', authorization: request.headers.authorization })
  const lines = Buffer.concat(parts).toString().split('\n')
  fake.onRequest()
  const { behaviour } = fake
  switch (behaviour.kind) {
    case 'hang':
      return
    case 'cut':
      request.socket.destroy()
      return
    case 'answer':
      response.writeHead(behaviour.status, { 'retry-after': behaviour.retryAfter ?? '' }).end('{"code":"x"}')
      return
    case 'limit':
      if (lines.length > behaviour.lines) response.writeHead(413).end()
      else take(fake, lines, response)
      return
    case 'take':
      take(fake, lines, response)
  }
}

function take({ points }: FakeInflux, lines: readonly string[], response: ServerResponse): void {
  for (const { tags, fields, timestamp } of lines.map(parseLine)) {
    points.set(`${tags.match} ${tags.size} ${tags.source} ${timestamp}`, fields.events ?? '')
  }
  response.writeHead(204).end()
}
