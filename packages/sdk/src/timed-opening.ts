export const openWithinMs = 10_000

/** A WebSocket that fails where it is not open in time: a peer may accept a connection, and then say nothing. */
export const timedOpening = (Base: typeof WebSocket, withinMs = openWithinMs): typeof WebSocket =>
  class extends Base {
    constructor(url: string | URL) {
      super(url)
      const giveUp = setTimeout(() => this.close(), withinMs)
      this.onopen = this.onerror = () => clearTimeout(giveUp)
    }
  }
