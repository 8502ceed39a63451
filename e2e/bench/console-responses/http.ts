import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Actor } from '@touchline/api'
import { createConsole } from '@touchline/api/console'
import type { Database } from '@touchline/db'
import type { Ask } from './measure.ts'
import type { Question } from './questions.ts'

type Auth = Parameters<typeof createConsole>[0]['auth']

/**
 * The console's own handler behind a server on loopback, asked as its pages ask. Who asks is known without a session:
 * to look one up costs the same for every question.
 */
export async function serveConsole(
  database: Database,
  operator: Actor,
): Promise<{ ask: Ask; stop(): Promise<void> }> {
  const visitor = { kind: 'operator', operator, sessionId: 's1' } as const
  const auth = { visitorOf: async () => visitor } as unknown as Auth
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const console = createConsole({ database, auth, publicUrls: [origin] })
  server.on('request', async (incoming: IncomingMessage, response: ServerResponse) => {
    const answer = await console.operator(await requestOf(incoming, origin))
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(Buffer.from(await answer.arrayBuffer()))
  })
  return {
    ask: question => askOver(origin, question),
    stop: () => new Promise(resolve => server.close(() => resolve())),
  }
}

async function requestOf(incoming: IncomingMessage, origin: string): Promise<Request> {
  const parts: Buffer[] = []
  for await (const part of incoming) parts.push(part)
  const headers = { origin, 'content-type': 'application/json' }
  return new Request(new URL(incoming.url ?? '', origin), {
    method: 'POST',
    headers,
    body: Buffer.concat(parts),
  })
}

async function askOver(origin: string, { path, input }: Question): Promise<unknown> {
  const response = await fetch(`${origin}/api/operator/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(60_000),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${path} ${JSON.stringify(input)}: ${text.slice(0, 500)}`)
  return text
}
