import WebSocket from 'ws'

export interface ManyFeeds {
  started(): number
  refused(): number
  close(): void
}

/** Sockets from one address of this machine, each with so many feeds of matches that nobody else has heard of. */
export async function openMany(options: {
  readonly port: number
  readonly address: string
  readonly sockets: number
  readonly feeds: number
  readonly name: string
}): Promise<ManyFeeds> {
  const { port, address: localAddress, sockets, feeds, name } = options
  let started = 0
  let refused = 0
  const open = await Promise.all(
    Array.from({ length: sockets }, async (_, index) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/trpc`, { localAddress })
      socket.on('error', () => {})
      socket.on('message', data => {
        const text = String(data)
        if (text.includes('"started"')) started++
        else if (text.includes('"error"')) refused++
      })
      await new Promise(resolve => socket.once('open', resolve))
      for (let feed = 0; feed < feeds; feed++) {
        const input = { matchId: `${name}-${index}-${feed}` }
        socket.send(
          JSON.stringify({ id: feed, method: 'subscription', params: { path: 'match.feed', input } }),
        )
      }
      return socket
    }),
  )
  return {
    started: () => started,
    refused: () => refused,
    close: () => {
      for (const socket of open) socket.terminate()
    },
  }
}
