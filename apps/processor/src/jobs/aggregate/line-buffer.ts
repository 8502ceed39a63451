/** Lines in memory, oldest first, bounded in bytes. */
export interface LineBuffer {
  /** What there is no room for is dropped, the oldest first. */
  add(lines: readonly string[]): void
  /** Puts lines back before all others. */
  putBack(lines: readonly string[]): void
  take(): string[]
  size(): number
  /** Lines dropped since the start. */
  dropped(): number
}

export function createLineBuffer(maxBytes: number): LineBuffer {
  let lines: string[] = []
  let bytes = 0
  let dropped = 0
  const fit = () => {
    let surplus = 0
    while (bytes > maxBytes && surplus < lines.length) {
      bytes -= Buffer.byteLength(lines[surplus] ?? '')
      surplus += 1
    }
    lines = surplus > 0 ? lines.slice(surplus) : lines
    dropped += surplus
  }
  const sizeOf = (more: readonly string[]) => more.reduce((sum, line) => sum + Buffer.byteLength(line), 0)
  return {
    add: more => {
      lines = lines.concat(more)
      bytes += sizeOf(more)
      fit()
    },
    putBack: more => {
      lines = more.concat(lines)
      bytes += sizeOf(more)
      fit()
    },
    take: () => {
      const taken = lines
      lines = []
      bytes = 0
      return taken
    },
    size: () => lines.length,
    dropped: () => dropped,
  }
}
