import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openSearchUrl } from './test-index.ts'

/** What becomes of a call: it passes, is answered a status, waits first, hangs, is cut, is babbled at, or half done. */
export type Behaviour =
  | { readonly kind: 'pass' }
  | { readonly kind: 'answer'; readonly status: number; readonly error?: string }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'hang' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'babble' }
  /** A search that says that it did not come to its end. */
  | { readonly kind: 'timed-out' }
  /** A bulk of which each document is answered this. */
  | { readonly kind: 'busy'; readonly status: number }

export interface OpenSearchFront {
  readonly url: string
  behaviour: Behaviour
  readonly calls: {
    readonly method: string
    readonly path: string
    readonly authorization: string | undefined
  }[]
  close(): Promise<void>
}

/** Stands before a real OpenSearch, passes calls on to it, and fails in the ways in which one fails. */
export async function openFront(): Promise<OpenSearchFront> {
  const server = createServer((request, response) => void serve(front, request, response))
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  const front: OpenSearchFront = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    behaviour: { kind: 'pass' },
    calls: [],
    close: () =>
      new Promise(closed => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
  return front
}

async function serve(
  { behaviour, calls }: OpenSearchFront,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = '', url: path = '', headers } = request
  calls.push({ method, path, authorization: headers.authorization })
  const body = await bodyOf(request)
  if (behaviour.kind === 'hang') return
  if (behaviour.kind === 'cut') return void request.socket.destroy()
  if (behaviour.kind === 'babble') return void response.writeHead(200).end('<html>hello</html>')
  const reply = (status: number, value: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
  if (behaviour.kind === 'answer') {
    const { status, error = 'exception' } = behaviour
    return void reply(status, { error: { type: error }, status })
  }
  if (behaviour.kind === 'slow') await new Promise(waited => setTimeout(waited, behaviour.ms))
  const contentType = String(headers['content-type'])
  const sent = { method, headers: { 'content-type': contentType }, ...(body !== '' && { body }) }
  const answer = await fetch(`${openSearchUrl()}${path}`, sent)
  reply(answer.status, spoil(await answer.json(), behaviour))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}

interface Answer {
  readonly hits?: object
  readonly items?: readonly { readonly index: object }[]
}

function spoil(value: unknown, behaviour: Behaviour): unknown {
  const answer = value as Answer
  if (behaviour.kind === 'timed-out' && answer.hits) return { ...answer, timed_out: true }
  if (behaviour.kind === 'busy' && answer.items) {
    const { status } = behaviour
    return { ...answer, items: answer.items.map(({ index }) => ({ index: { ...index, status } })) }
  }
  return answer
}
