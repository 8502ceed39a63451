/** What is sent to how many, and how long anybody may take to deliver it. */
export interface Load {
  readonly name: 'spread' | 'burst' | 'crowd'
  readonly says: string
  readonly sockets: number
  readonly events: number
  readonly everyMicros: number
  readonly withinMs: number
}

export type LoadName = Load['name']

export interface LoadScale {
  /** Of the two crowds: the smaller one takes spread and burst, the larger one `crowd` and the idle memory. */
  readonly sockets: readonly [small: number, large: number]
  readonly seconds: number
}

const spreadPerSecond = 45
const crowdPerSecond = 10
const burstEvents = 300
const patienceMs = 240_000

export function loadsOf({ sockets: [small, large], seconds }: LoadScale): readonly Load[] {
  const spread = { events: Math.round(spreadPerSecond * seconds), everyMicros: 1_000_000 / spreadPerSecond }
  const crowd = { events: Math.round(crowdPerSecond * seconds), everyMicros: 1_000_000 / crowdPerSecond }
  return [
    {
      ...spread,
      name: 'spread',
      says: `${small} sockets, ${spreadPerSecond} events/s`,
      sockets: small,
      withinMs: patienceMs,
    },
    {
      name: 'burst',
      says: `${small} sockets, 1 event/ms, ${burstEvents} of them`,
      sockets: small,
      events: burstEvents,
      everyMicros: 1_000,
      withinMs: patienceMs,
    },
    {
      ...crowd,
      name: 'crowd',
      says: `${large} sockets, ${crowdPerSecond} events/s`,
      sockets: large,
      withinMs: patienceMs,
    },
  ]
}
