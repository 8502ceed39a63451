interface Connectable {
  connect(): Promise<void>
  disconnect(): Promise<void>
}

/** One connection, made when first asked for and anew after it was dropped. */
export interface Reconnecting<Client> {
  get(): Promise<Client>
  /** Forgets the connection: the next `get` makes another. */
  drop(): void
  close(): Promise<void>
}

export function createReconnecting<Client extends Connectable>(create: () => Client): Reconnecting<Client> {
  let current: Promise<Client> | undefined

  async function connected(): Promise<Client> {
    const client = create()
    try {
      await client.connect()
      return client
    } catch (error) {
      current = undefined
      await client.disconnect().catch(() => {})
      throw error
    }
  }

  const close = async () => {
    const closing = current
    current = undefined
    await closing?.then(client => client.disconnect()).catch(() => {})
  }

  return {
    get() {
      current ??= connected()
      return current
    },
    drop: () => void close(),
    close,
  }
}
