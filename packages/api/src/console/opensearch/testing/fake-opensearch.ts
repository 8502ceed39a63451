import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { compare, type Held, meets, sortValues } from './query-dsl.ts'

/** How it treats a call: does it, answers a status, waits first, never answers, cuts, babbles, or takes no documents now. */
export type Behaviour =
  | { readonly kind: 'serve' }
  | { readonly kind: 'answer'; readonly status: number; readonly error?: string }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'hang' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'babble' }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'busy'; readonly status: number }

export interface FakeOpenSearch {
  readonly url: string
  behaviour: Behaviour
  /** Documents by id. */
  readonly documents: Map<string, Held>
  readonly calls: {
    readonly method: string
    readonly path: string
    readonly authorization: string | undefined
  }[]
  /** The index as it was defined; undefined: there is none. */
  index: IndexDefinition | undefined
  close(): Promise<void>
}

interface IndexDefinition {
  readonly name: string
  readonly aliases: Readonly<Record<string, object>>
  readonly mappings: { readonly dynamic: string; readonly properties: Readonly<Record<string, object>> }
}

/** Speaks as much of OpenSearch's HTTP as we use: making an index, `_mapping`, `_bulk`, `_search`, and its errors. */
export async function startFakeOpenSearch(port = 0): Promise<FakeOpenSearch> {
  const server = createServer((request, response) => void serve(fake, request, response))
  await new Promise<void>(listening => server.listen(port, '127.0.0.1', listening))
  const fake: FakeOpenSearch = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    behaviour: { kind: 'serve' },
    documents: new Map(),
    calls: [],
    index: undefined,
    close: () =>
      new Promise(closed => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
  return fake
}

async function serve(
  fake: FakeOpenSearch,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const { method = '', url: path = '' } = request
  fake.calls.push({ method, path, authorization: request.headers.authorization })
  const call = { method, path, body: Buffer.concat(parts).toString() }
  const { behaviour } = fake
  if (behaviour.kind === 'hang') return
  if (behaviour.kind === 'cut') return void request.socket.destroy()
  if (behaviour.kind === 'slow') await new Promise(waited => setTimeout(waited, behaviour.ms))
  if (behaviour.kind === 'babble') return void response.writeHead(200).end('<html>hello</html>')
  const { status, value } =
    behaviour.kind === 'answer'
      ? refusal(behaviour.status, behaviour.error ?? 'exception')
      : answerTo(fake, call)
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

interface Call {
  readonly method: string
  readonly path: string
  readonly body: string
}
interface Answer {
  readonly status: number
  readonly value: object
}

const refusal = (status: number, type: string): Answer => ({ status, value: { error: { type }, status } })

function answerTo(fake: FakeOpenSearch, { method, path, body }: Call): Answer {
  const [, name = '', action = ''] = (path.split('?')[0] ?? '').split('/')
  if (method === 'PUT') return makeIndex(fake, name, body)
  const isKnown = fake.index !== undefined && (name in fake.index.aliases || name === fake.index.name)
  if (action === '_bulk') return bulk(fake, body, isKnown)
  if (!isKnown) return refusal(404, 'index_not_found_exception')
  if (action === '_mapping') return { status: 200, value: { [name]: { mappings: fake.index?.mappings } } }
  if (action === '_search') return search(fake, body)
  return refusal(400, 'illegal_argument_exception')
}

function makeIndex(fake: FakeOpenSearch, name: string, body: string): Answer {
  if (fake.index?.name === name) return refusal(400, 'resource_already_exists_exception')
  fake.index = { name, ...JSON.parse(body) }
  return { status: 200, value: { acknowledged: true, index: name } }
}

function bulk(fake: FakeOpenSearch, body: string, isKnown: boolean): Answer {
  const lines = body.split('\n').filter(line => line !== '')
  const items: object[] = []
  for (let index = 0; index < lines.length; index += 2) {
    const id = String(JSON.parse(lines[index] ?? '').index._id)
    const held = JSON.parse(lines[index + 1] ?? '') as Held
    const status = statusOf(fake, held, isKnown)
    if (status < 300) fake.documents.set(id, held)
    items.push({ index: { _id: id, status } })
  }
  return { status: 200, value: { errors: false, items } }
}

function statusOf({ behaviour, index }: FakeOpenSearch, held: Held, isKnown: boolean): number {
  if (behaviour.kind === 'busy') return behaviour.status
  if (!isKnown) return 404
  return Object.keys(held).every(field => field in (index?.mappings.properties ?? {})) ? 201 : 400
}

function search({ documents, behaviour }: FakeOpenSearch, body: string): Answer {
  const { query, sort, size, search_after, _source } = JSON.parse(body)
  try {
    const found = [...documents.values()]
      .filter(document => meets(document, query))
      .map(document => ({ document, at: sortValues(document, sort) }))
      .filter(({ at }) => search_after === undefined || compare(at, search_after, sort) > 0)
      .sort((a, b) => compare(a.at, b.at, sort))
      .slice(0, size)
    const hits = found.map(({ document, at }) => ({
      _source: Object.fromEntries(_source.map((field: string) => [field, document[field]])),
      sort: at,
    }))
    return { status: 200, value: { timed_out: behaviour.kind === 'timed-out', hits: { hits } } }
  } catch {
    return refusal(400, 'parsing_exception')
  }
}
