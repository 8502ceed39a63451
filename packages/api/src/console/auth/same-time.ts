/** What is written down for some accounts, and not for others, shows in no answer's time. */
const stepMs = 150

/** Does the work, and ends at the first multiple of 150 ms after it began. */
export async function inEvenTime<T>(work: () => Promise<T>): Promise<T> {
  const beganMs = performance.now()
  try {
    return await work()
  } finally {
    const tookMs = performance.now() - beganMs
    const leftMs = Math.ceil(tookMs / stepMs) * stepMs - tookMs
    await new Promise(resolve => setTimeout(resolve, leftMs))
  }
}
