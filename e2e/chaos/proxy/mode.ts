/** What a link does to the bytes that pass through it. */
export type LinkMode =
  | { readonly kind: 'pass' }
  /** New connections are closed at once; those that stand are cut. */
  | { readonly kind: 'refuse' }
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** One direction vanishes without a word, as behind a router that has forgotten the connection. */
  | { readonly kind: 'half-open'; readonly swallow: Direction }
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }

/** `up`: from the client to the service. */
export type Direction = 'up' | 'down'

export const pass: LinkMode = { kind: 'pass' }
