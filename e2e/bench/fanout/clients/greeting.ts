import type { ContenderName } from '../contender.ts'

/** What a client of each contender says and waits for, as far as following one match needs it. */
export interface Greeting {
  readonly path: string
  /** Said once the socket is open. */
  readonly first?: (matchId: string) => string
  /** What to make of a short message: an answer to give, or that the client now follows. */
  hear(text: string): { readonly say?: string; readonly follows?: true }
}

const subscription = (matchId: string): string =>
  JSON.stringify({
    id: 1,
    method: 'subscription',
    params: { path: 'match.feed', input: { matchId, from: 'live' } },
  })

const trpc: Greeting = {
  path: '/trpc',
  first: subscription,
  hear: text => {
    if (text === 'PING') return { say: 'PONG' }
    return text.includes('"started"') ? { follows: true } : {}
  },
}

export const greetings: Readonly<Record<ContenderName, Greeting>> = {
  ours: trpc,
  trpc,
  ws: { path: '/', hear: () => ({}) },
  // Engine.IO: 0 opens, 2 asks for a 3. Socket.IO in it: 40 connects, 42 is an event.
  socketio: {
    path: '/socket.io/?EIO=4&transport=websocket',
    hear: text => {
      if (text.startsWith('0')) return { say: '40' }
      if (text.startsWith('40')) return { follows: true }
      return text === '2' ? { say: '3' } : {}
    },
  },
}
