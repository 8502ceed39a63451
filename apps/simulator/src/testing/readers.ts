/** What a poller and a stream consumer got, each payload as its text or parsed value. */
export interface Heard {
  readonly payloads: unknown[]
  stop(): Promise<void>
}

/** Polls as ingest does: one poll after the other, each with the cursor of the last. */
export function pollStadium(url: string): Heard {
  const stopping = new AbortController()
  const payloads: unknown[] = []
  const polling = (async () => {
    for (let cursor = ''; !stopping.signal.aborted; ) {
      const query = cursor === '' ? '' : `&after=${cursor}`
      const response = await fetch(`${url}/readings?limit=1000${query}`, { signal: stopping.signal })
      const page = (await response.json()) as { cursor: string; readings: unknown[] }
      payloads.push(...page.readings)
      cursor = page.cursor
    }
  })().catch(() => {})
  return {
    payloads,
    stop: async () => {
      stopping.abort()
      await polling
    },
  }
}

/** Reads lines as they come; heartbeats are left out. */
export function followFeed(url: string, after?: string): Heard {
  const stopping = new AbortController()
  const payloads: unknown[] = []
  const reading = (async () => {
    const query = after === undefined ? '' : `?after=${encodeURIComponent(after)}`
    const response = await fetch(`${url}/stream${query}`, { signal: stopping.signal })
    let rest = ''
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const lines = `${rest}${chunk}`.split('\n')
      rest = lines.pop() ?? ''
      payloads.push(...lines.filter(line => line !== '{"heartbeat":true}').map(read))
    }
  })().catch(() => {})
  return {
    payloads,
    stop: async () => {
      stopping.abort()
      await reading
    },
  }
}

function read(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return line
  }
}
