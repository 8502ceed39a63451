import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { root } from '../house/process.ts'

export const artifacts = join(root, 'e2e/artifacts')

/** Keeps what a page looked like when a test of it failed. */
export async function pictureIfFailed(
  page: Page | undefined,
  task: { readonly name: string; readonly result?: { readonly state: string } | undefined },
): Promise<void> {
  if (task.result?.state !== 'fail' || !page || page.isClosed()) return
  const folder = join(artifacts, 'failures')
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${task.name.replace(/[^a-z0-9]+/gi, '-').slice(0, 80)}.png`) })
}
