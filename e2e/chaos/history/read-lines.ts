import { closeSync, openSync, readSync } from 'node:fs'

const chunkBytes = 1 << 20

/** A file's lines, one by one, without holding the file; an unfinished last line is left out. */
export function* readLines(file: string): Generator<string> {
  const descriptor = openSync(file, 'r')
  const chunk = Buffer.alloc(chunkBytes)
  let rest = Buffer.alloc(0)
  try {
    for (;;) {
      const bytes = readSync(descriptor, chunk)
      if (bytes === 0) return
      const text = Buffer.concat([rest, chunk.subarray(0, bytes)])
      const end = text.lastIndexOf(10)
      rest = text.subarray(end + 1)
      if (end > 0) yield* text.toString('utf8', 0, end).split('\n')
    }
  } finally {
    closeSync(descriptor)
  }
}
