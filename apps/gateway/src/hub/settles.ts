/** Resolves when the work has settled, either way, or the time is up. */
export async function settles(work: Promise<unknown>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>(resolve => {
    timer = setTimeout(resolve, timeoutMs)
  })
  const settled = work.then(
    () => {},
    () => {},
  )
  await Promise.race([settled, late]).finally(() => clearTimeout(timer))
}
