const firstMs = 100
const mostMs = 10_000
const provenMs = 10_000

interface Verdict {
  readonly delayMs: number
  readonly quickEnds: number
}

/** How long to wait before a worker is replaced: not at all after a good life, longer and longer after short ones. */
export function backoffMs(quickEnds: number, livedMs: number): Verdict {
  if (livedMs >= provenMs) return { delayMs: 0, quickEnds: 0 }
  return { delayMs: Math.min(mostMs, firstMs * 2 ** Math.min(quickEnds, 10)), quickEnds: quickEnds + 1 }
}
