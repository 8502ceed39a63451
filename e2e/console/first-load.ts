import type { BrowserContext } from 'playwright-core'

export interface FirstLoad {
  readonly path: string
  /** Of all scripts that the page fetched until it was quiet, compressed as they came over the wire; no headers. */
  readonly scriptBytes: number
  readonly scripts: number
}

/** Opens an address with an empty cache and adds up its scripts. */
export async function firstLoadOf(context: BrowserContext, origin: string, path: string): Promise<FirstLoad> {
  const page = await context.newPage()
  try {
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    await session.send('Network.setCacheDisabled', { cacheDisabled: true })
    const scripts = new Map<string, number>()
    const headers = new Map<string, number>()
    session.on('Network.responseReceived', ({ requestId, type, response }) => {
      if (type === 'Script') headers.set(requestId, response.encodedDataLength)
    })
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      scripts.set(requestId, encodedDataLength)
    })
    await page.goto(`${origin}${path}`, { waitUntil: 'load' })
    await quiet(() => headers.size)
    const bytes = [...headers].map(([id, ofHeaders]) => (scripts.get(id) ?? 0) - ofHeaders)
    return { path, scriptBytes: bytes.reduce((sum, n) => sum + n, 0), scripts: bytes.length }
  } finally {
    await page.close()
  }
}

/** Until a number stays the same for 600 ms. */
async function quiet(read: () => number): Promise<void> {
  let [known, sinceMs] = [read(), performance.now()]
  while (performance.now() - sinceMs < 600) {
    await new Promise(waited => setTimeout(waited, 50))
    if (read() !== known) [known, sinceMs] = [read(), performance.now()]
  }
}
