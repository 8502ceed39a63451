import { Presets, SingleBar } from 'cli-progress'

export interface Progress {
  update(done: number, note?: string): void
  /** A line of its own, which does not tear the bar. */
  say(line: string): void
  stop(): void
}

const plainEveryMs = 2_000

/** A bar on a terminal, a line every two seconds elsewhere, nothing when a program reads. All on standard error. */
export function createProgress(kind: 'bar' | 'lines' | 'none', total: number, what: string): Progress {
  if (kind === 'bar') return barOf(total, what)
  const write = (line: string) => void (kind === 'lines' && process.stderr.write(`${line}\n`))
  let saidMs = performance.now()
  let finished = false
  return {
    update(done, note = '') {
      if (finished || (done < total && performance.now() - saidMs < plainEveryMs)) return
      finished = done >= total
      saidMs = performance.now()
      write(`${done} of ${total} ${what} ${note}`.trim())
    },
    say: write,
    stop: () => {},
  }
}

function barOf(total: number, what: string): Progress {
  const format = `{bar} {percentage} % | {value} of {total} ${what} | {note}`
  const bar = new SingleBar({ format, hideCursor: true, stream: process.stderr }, Presets.shades_classic)
  bar.start(total, 0, { note: '' })
  return {
    update: (done, note = '') => bar.update(done, { note }),
    say: line => bar.update({ note: line }),
    stop: () => bar.stop(),
  }
}

export const progressKind = (json: boolean): 'bar' | 'lines' | 'none' =>
  json ? 'none' : process.stderr.isTTY ? 'bar' : 'lines'
