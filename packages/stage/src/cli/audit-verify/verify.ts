import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { headHashSchema } from '@touchline/api'
import { type ChainedEntry, type Database, readAuditChain } from '@touchline/db'
import {
  CliFault,
  type Command,
  type LocalCommand,
  noWords,
  parseInput,
  readArgs,
  type Terminal,
} from '../command.ts'
import { visible, visibleJson } from '../terminal/visible.ts'
import { lineOf, readChainFile } from './chain-file.ts'
import { type ChainReport, followChain } from './follow-chain.ts'

export const help = `usage: npm run audit:verify [-- --head HASH] [-- --export FILE] [-- --json]
       npm run audit:verify -- --file FILE [--head HASH] [--json]
Checks that nobody has changed, removed or inserted an entry of what operators did: each is chained by its hash to the
one before. It reads DATABASE_URL, or else the embedded database in TOUCHLINE_DATA (default .touchline); with --file
an export, and no database.

  --head HASH    the hash of the last entry, as somebody noted it: finds a tail that was cut off, or written anew
  --export FILE  writes the entries there, one line of JSON each, while they are checked
  --file FILE    checks such a file
  --json         the result, for programs

Exit code 0: whole. 1: broken; the entries are named. 2: it could not be checked.
`

const text = { type: 'string' } as const
const options = { head: text, file: text, export: text, json: { type: 'boolean', default: false } } as const
const atOnce = 5_000

export const verifyDatabase: Command = {
  help,
  prepare(args) {
    const { head, json, target } = readOptions(args)
    return ({ database, terminal }) => {
      const entries = target === undefined ? chainOf(database) : copied(chainOf(database), target)
      return report({ terminal, json }, followChain(entries, head, progressOn(terminal)))
    }
  },
}

export const verifyFile: LocalCommand = {
  help,
  prepareLocal(args) {
    const { head, json, file, target } = readOptions(args)
    if (file === undefined) throw new CliFault('give --file FILE')
    if (target !== undefined) throw new CliFault('--file is an export already')
    return terminal =>
      report({ terminal, json }, followChain(readChainFile(file), head, progressOn(terminal)))
  },
}

function readOptions(args: readonly string[]) {
  const { values, positionals } = readArgs(args, options)
  noWords(positionals)
  const { head, file, json, export: target } = values
  const hash = head === undefined ? undefined : parseInput(headHashSchema, head.toLowerCase())
  return { head: hash, file, json, target }
}

async function* chainOf(database: Database): AsyncGenerator<ChainedEntry[]> {
  for (let afterId: string | null = null; ; ) {
    const entries: ChainedEntry[] = await readAuditChain(database, { afterId, limit: atOnce })
    yield entries
    if (entries.length < atOnce) return
    afterId = entries.at(-1)?.id ?? null
  }
}

/** Writes what passes into a new file that nobody else may read; never over one that is there. */
async function* copied(chunks: AsyncIterable<ChainedEntry[]>, path: string): AsyncGenerator<ChainedEntry[]> {
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 })
  await once(file, 'open')
  const failed = new Promise<never>((_, reject) => file.once('error', reject))
  failed.catch(() => {})
  for await (const entries of chunks) {
    if (!file.write(entries.map(lineOf).join(''))) await Promise.race([once(file, 'drain'), failed])
    yield entries
  }
  file.end()
  await Promise.race([once(file, 'finish'), failed])
}

const progressOn = (terminal: Terminal) => (checked: number) => {
  if (terminal.isInteractive) terminal.err(`\r${checked} entries checked`)
}

async function report(
  { terminal, json }: { readonly terminal: Terminal; readonly json: boolean },
  following: Promise<ChainReport>,
): Promise<number> {
  const found = await following
  if (terminal.isInteractive) terminal.err('\n')
  terminal.out(`${json ? visibleJson(found) : asText(found)}\n`)
  return found.ok ? 0 : 1
}

function asText({ ok, checked, faults, faultCount, head, notedAt }: ChainReport): string {
  const more = faultCount - faults.length
  return [
    `${checked} entries checked`,
    ...faults.map(({ id, kind, text }) => `BROKEN at ${id}: ${kind}; ${visible(text)}`),
    ...(more > 0 ? [`and ${more} more`] : []),
    ...(notedAt === null
      ? ['BROKEN: no entry has the noted hash: the end was cut off, or written anew']
      : []),
    ...(notedAt === undefined || notedAt === null ? [] : [`entry ${notedAt} has the noted hash`]),
    ...(head ? [`the last entry is ${head.id} of ${visible(head.at)}; to note down: ${head.hash}`] : []),
    ok ? 'the chain is whole' : 'the chain is broken',
  ].join('\n')
}
