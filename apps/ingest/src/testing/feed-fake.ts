import type { ServerResponse } from 'node:http'
import { startHttpFake } from './http-fake.ts'

/** A feed that sends what came after the id asked for, then whatever the test pushes. */
export async function startFeedFake(posts: { id: string; line: string }[]) {
  const connects: (string | null)[] = []
  const streams = new Set<ServerResponse>()
  let refusals = 0
  const fake = await startHttpFake((_request, response, url) => {
    const after = url.searchParams.get('after')
    connects.push(after)
    if (refusals > 0) {
      refusals--
      return response.writeHead(503).end()
    }
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    response.flushHeaders()
    streams.add(response)
    response.on('close', () => streams.delete(response))
    const start = posts.findIndex(post => post.id === after) + 1
    const backlog = posts.slice(start).map(post => `${post.line}\n`)
    if (backlog.length > 0) response.write(backlog.join(''))
  })
  return {
    ...fake,
    connects,
    openStreams: () => streams.size,
    refuse: (count: number) => {
      refusals = count
    },
    send: (text: string | Buffer) => {
      for (const stream of streams) stream.write(text)
    },
    post: (post: { id: string; line: string }) => {
      posts.push(post)
      for (const stream of streams) stream.write(`${post.line}\n`)
    },
    cut: () => {
      for (const stream of streams) stream.destroy()
    },
  }
}

export function postOf(n: number, text = `What a match, number ${n}!`): { id: string; line: string } {
  const id = `post-${n}`
  const line = JSON.stringify({
    matchId: 'derby-1',
    sourceEventId: id,
    type: 'post-published',
    occurredAt: '2026-05-01T19:04:05.120Z',
    payload: { author: 'Sam', text, lang: 'en' },
  })
  return { id, line }
}
