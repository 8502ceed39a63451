const restsAfterMs = 5 * 60_000
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

/** When somebody was last seen at the page; a page that polls by itself must not keep its session alive. */
export function createPresence(
  target: Pick<Window, 'addEventListener'>,
  now: () => number,
): { isAway(): boolean } {
  let seenAt = now()
  for (const sign of signs) {
    target.addEventListener(
      sign,
      () => {
        seenAt = now()
      },
      { passive: true },
    )
  }
  return { isAway: () => now() - seenAt > restsAfterMs }
}
