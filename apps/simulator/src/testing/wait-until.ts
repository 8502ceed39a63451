import { setTimeout as delay } from 'node:timers/promises'

/** Resolves once the condition holds; rejects after five seconds. */
export async function waitUntil(condition: () => boolean, what: string): Promise<void> {
  const endsMs = performance.now() + 5_000
  while (!condition()) {
    if (performance.now() > endsMs) throw new Error(`waited in vain until ${what}`)
    await delay(5)
  }
}
