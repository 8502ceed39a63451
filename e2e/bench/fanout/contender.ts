export const contenderNames = ['ours', 'ws', 'trpc', 'socketio'] as const
export type ContenderName = (typeof contenderNames)[number]

export const titles: Readonly<Record<ContenderName, string>> = {
  ours: 'touchline gateway',
  ws: 'bare ws, one shared string',
  trpc: 'stock tRPC over ws',
  socketio: 'Socket.IO, Redis adapter',
}

/** What a server and its publisher share. Every event reaches the server through Redis, in every contender. */
export interface Where {
  readonly redisUrl: string
  /** Used by ours alone. */
  readonly databaseUrl: string
  readonly matchId: string
}

/** Begins to serve `matchId` to all who come; resolves with the port. */
export type StartServer = (where: Where) => Promise<number>

/** Begins to announce; each call of `announce` is one message to Redis. */
export type StartPublisher = (where: Where) => Promise<Publisher>

export interface Publisher {
  announce(seq: number): void
  /** Resolves once Redis has taken all. */
  settle(): Promise<void>
}

/** An event's JSON, where the contender brings no envelope of its own. */
export const plainChannel = 'fanout'
