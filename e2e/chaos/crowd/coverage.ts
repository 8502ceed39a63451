/** What went wrong with the positions of all feeds together, and how they were covered. */
export interface CoverageCounts {
  events: number
  /** Positions that markers covered. */
  skipped: number
  gaps: number
  /** Came on an old and a new connection while a fan moved from one to the other. */
  overlapped: number
  lost: number
  twice: number
  outOfOrder: number
  resets: number
}

export const noCoverage = (): CoverageCounts => ({
  ...{ events: 0, skipped: 0, gaps: 0, overlapped: 0 },
  ...{ lost: 0, twice: 0, outOfOrder: 0, resets: 0 },
})

/** One feed as one fan has it, over all its connections: every position is covered once. */
export class Coverage {
  readonly #counts: CoverageCounts
  #seq = 0

  constructor(counts: CoverageCounts) {
    this.#counts = counts
  }

  /** Everything up to here is covered. */
  get seq(): number {
    return this.#seq
  }

  /** A connection that begins after what is covered now. */
  connection(): ConnectionCoverage {
    return new ConnectionCoverage(this, this.#counts)
  }

  /** True if it is new to the fan, whichever connection it came by. */
  advanceTo(seq: number): boolean {
    if (seq <= this.#seq) return false
    this.#seq = seq
    return true
  }

  reset(): void {
    this.#counts.resets += 1
    this.#seq = 0
  }
}

/** What one connection brings: it goes on from where it began, each position once and in order. */
export class ConnectionCoverage {
  readonly #feed: Coverage
  readonly #counts: CoverageCounts
  #seq: number

  constructor(feed: Coverage, counts: CoverageCounts) {
    this.#feed = feed
    this.#counts = counts
    this.#seq = feed.seq
  }

  cover({ kind, afterSeq, seq }: { kind: 'event' | 'skip' | 'gap'; afterSeq: number; seq: number }): void {
    const counts = this.#counts
    if (afterSeq < this.#seq) {
      counts[seq === this.#seq ? 'twice' : 'outOfOrder'] += 1
      return
    }
    counts.lost += afterSeq - this.#seq
    this.#seq = seq
    if (!this.#feed.advanceTo(seq)) counts.overlapped += 1
    else if (kind === 'event') counts.events += 1
    else counts[kind === 'gap' ? 'gaps' : 'skipped'] += seq - afterSeq
  }

  reset(): void {
    this.#seq = 0
    this.#feed.reset()
  }
}
