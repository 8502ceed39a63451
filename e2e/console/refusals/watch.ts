import type { Page } from 'playwright-core'

export interface Watch {
  /** What broke, asked elsewhere, opened or was kept from running since this was asked before. */
  take(): string[]
  /** The operators' procedures that were called. */
  readonly called: readonly string[]
}

/** Looks at what a page does by itself while hostile content is on it. */
export async function watch(page: Page): Promise<Watch> {
  const seen: string[] = []
  const called: string[] = []
  page.on('pageerror', error => seen.push(`error: ${error.message}`))
  page.on('console', said => {
    if (/^(Uncaught|\w*Error\b)/.test(said.text())) seen.push(`said: ${said.text().slice(0, 200)}`)
  })
  page.on('dialog', dialog => {
    seen.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('response', answer => {
    if (answer.status() >= 500) seen.push(`${answer.status()} of ${answer.url()}`)
  })
  page.on('request', asked => {
    const { origin, pathname, protocol } = new URL(asked.url())
    if (protocol.startsWith('http') && !origin.startsWith('http://127.0.0.1:')) seen.push(`asked ${origin}`)
    if (pathname.startsWith('/api/operator/')) called.push(pathname.slice('/api/operator/'.length))
  })
  await page.exposeFunction('tellViolation', (what: string) => void seen.push(`violation: ${what}`))
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', event =>
      (window as unknown as { tellViolation(what: string): void }).tellViolation(
        `${event.violatedDirective} ${event.blockedURI} ${event.sample}`,
      ),
    )
  })
  return {
    called,
    take: () => seen.splice(0),
  }
}

/** How much wider than its window a page is, in pixels. */
export const sidewaysOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
