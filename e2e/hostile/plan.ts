/** Where attackers find the system that they are sent against. All of it is on loopback. */
export interface Targets {
  readonly ingest: number
  readonly gateway: number
  readonly processor: number
  /** Of the partner `simulator`, who is granted to send and floods. */
  readonly secret: string
}

export type Order = { readonly kind: 'attack'; readonly targets: Targets } | { readonly kind: 'rest' }

/** How often each attack did its worst since the start; none is a promise that it got through. */
export type Tally = Readonly<Record<string, number>>
