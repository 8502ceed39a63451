/** Runs pieces of work one after the other, in the order they were given; one that fails stops no other. */
export function createSerial(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return work => {
    const run = last.then(work, work)
    last = run
    return run
  }
}
