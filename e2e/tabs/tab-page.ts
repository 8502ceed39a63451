import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, Page } from 'playwright-core'
import { bundledText } from '../../packages/sdk/scripts/bundle.ts'

/** Serves one page that holds the SDK, as a browser gets it; on loopback, which is a secure context. */
export async function serveTabPage(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const script = await bundledText(fileURLToPath(new URL('tab.ts', import.meta.url)))
  const html = `<!doctype html><title>tab</title><script type="module">${script}</script>`
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
}

export interface Tab {
  readonly page: Page
  /** How many WebSockets this tab has open. */
  sockets(): number
  /** The positions that its feed gave, in the order it gave them. */
  ids(): Promise<string[]>
}

export interface TabOptions {
  readonly gateway: string
  readonly matchId: string
  readonly token?: string
  /** Takes Web Locks away from the page, as an insecure context does. */
  readonly withoutLocks?: boolean
}

export async function openTab(context: BrowserContext, url: string, options: TabOptions): Promise<Tab> {
  const page = await context.newPage()
  let open = 0
  page.on('websocket', socket => {
    open += 1
    socket.on('close', () => {
      open -= 1
    })
  })
  await page.goto(`${url}/?${new URLSearchParams({ with: JSON.stringify(options) })}`)
  return { page, sockets: () => open, ids: () => page.evaluate(() => window.ids) }
}

declare global {
  interface Window {
    ids: string[]
  }
}
