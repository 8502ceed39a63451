import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { ChainedEntry } from '@touchline/db'
import { z } from 'zod'
import { CliFault } from '../command.ts'

const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .transform(hex => new Uint8Array(Buffer.from(hex, 'hex')))
const text = z.string().max(20_000)

const lineSchema = z.strictObject({
  id: z.string().regex(/^-?\d{1,19}$/),
  at: text,
  ...{
    actorId: text,
    actorName: text,
    actorRole: text,
    via: z.enum(['console', 'cli', 'system']),
    action: text,
  },
  ...{ subjectKind: text, subjectId: text, reason: text, details: text },
  ...{ prevHash: hash, hash },
})

/** An entry as one line of JSON: all that was hashed as it was hashed, hashes in hexadecimal. */
export const lineOf = (entry: ChainedEntry): string =>
  `${JSON.stringify({ ...entry, prevHash: hexOf(entry.prevHash), hash: hexOf(entry.hash) })}\n`

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** Longer lines than any entry makes are not read. */
const maxLineBytes = 262_144

/** The entries of an exported file, some at a time. Throws CliFault where a line is none. */
export async function* readChainFile(path: string, atOnce = 1_000): AsyncGenerator<ChainedEntry[]> {
  const input = createReadStream(path, 'utf8')
  const failed = new Promise<never>((_, reject) => input.once('error', reject))
  failed.catch(() => {})
  let entries: ChainedEntry[] = []
  let number = 0
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]()
  for (;;) {
    const next = await Promise.race([lines.next(), failed])
    if (next.done === true) break
    number += 1
    if (next.value !== '') entries.push(entryOf(next.value, number))
    if (entries.length < atOnce) continue
    yield entries
    entries = []
  }
  yield entries
}

function entryOf(line: string, number: number): ChainedEntry {
  const parsed = line.length > maxLineBytes ? undefined : lineSchema.safeParse(jsonOf(line))
  if (!parsed?.success) throw new CliFault(`line ${number} is no entry of an audit export`)
  return parsed.data
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
