import type { BrowserContext } from 'playwright-core'
import { settled } from './settled.ts'

export interface Offered {
  readonly name: string
  /** Why it can't be pressed; null where it can. */
  readonly reason: string | null
}

/** What a button is called that changes something. */
const changing =
  /replay|discard|approve|decline|abort|resume|pause|reset|correct|put out|join the|repair|recount|forget|reveal|resolve|ignore|owner|note|invite|revoke|rotate|new key|lift|role|disable/i
/** What only shows, goes somewhere, or belongs to oneself. */
const harmless = /^(account|views|copy|close|show|remove action:|all \d|as a |replays$|dead letters)/i

/** The buttons of a page that change something, as somebody finds them. */
export async function changesOffered(
  context: BrowserContext,
  origin: string,
  path: string,
): Promise<readonly Offered[]> {
  const page = await context.newPage()
  try {
    await page.goto(`${origin}${path}`)
    await settled(page)
    const found = await page
      .locator('main button:not([role="tab"], [aria-haspopup="menu"])')
      .evaluateAll(buttons =>
        buttons.map(button => ({
          name: (button.getAttribute('aria-label') ?? button.textContent ?? '').trim(),
          reason:
            button.getAttribute('aria-disabled') === 'true' ? button.getAttribute('aria-description') : null,
        })),
      )
    return found.filter(({ name }) => changing.test(name) && !harmless.test(name))
  } finally {
    await page.close()
  }
}
