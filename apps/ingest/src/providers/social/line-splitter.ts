/** One line without its line break. Of a line longer than `keptBytes`, only its beginning. */
export interface Line {
  readonly bytes: Buffer
  readonly totalBytes: number
}

export interface LineSplitter {
  /** The lines that this chunk completes, oldest first; blank lines are left out. */
  push(chunk: Buffer): Line[]
}

const newline = 0x0a
const carriageReturn = 0x0d

/** Holds at most `keptBytes` of an unfinished line, however long it grows. */
export function createLineSplitter(keptBytes: number): LineSplitter {
  let parts: Buffer[] = []
  let kept = 0
  let total = 0

  const hold = (part: Buffer) => {
    total += part.length
    const room = part.subarray(0, keptBytes - kept)
    if (room.length === 0) return
    kept += room.length
    parts.push(room)
  }
  const finish = (): Line => {
    const whole = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts, kept)
    const ended = total === kept && whole.at(-1) === carriageReturn ? whole.subarray(0, -1) : whole
    const line = { bytes: ended, totalBytes: total === kept ? ended.length : total }
    parts = []
    kept = 0
    total = 0
    return line
  }
  return {
    push(chunk) {
      const lines: Line[] = []
      let start = 0
      for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
        hold(chunk.subarray(start, end))
        lines.push(finish())
        start = end + 1
      }
      if (start < chunk.length) hold(Buffer.from(chunk.subarray(start)))
      return lines.filter(line => line.totalBytes > 0)
    },
  }
}
