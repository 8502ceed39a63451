/** Bytes of request bodies that may be held at once. */
export interface BodyBudget {
  /** Undefined if they don't fit; else gives them back, once, when called. */
  take(bytes: number): (() => void) | undefined
}

export function createBodyBudget(maxBytes: number): BodyBudget {
  let heldBytes = 0
  return {
    take(bytes) {
      if (heldBytes + bytes > maxBytes) return undefined
      heldBytes += bytes
      let given = false
      return () => {
        if (!given) heldBytes -= bytes
        given = true
      }
    },
  }
}
