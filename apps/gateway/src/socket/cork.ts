import type { Writable } from 'node:stream'

/**
 * Holds back what is written to a connection until the event loop has come round, so that the frames of one slice
 * leave in one system call. Costs less than a turn of the loop, and nothing when little is sent.
 */
export function createCork(connection: Pick<Writable, 'cork' | 'uncork'>): () => void {
  let corked = false
  const uncork = () => {
    corked = false
    connection.uncork()
  }
  return () => {
    if (corked) return
    corked = true
    connection.cork()
    setImmediate(uncork)
  }
}
