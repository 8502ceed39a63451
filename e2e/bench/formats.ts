import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { detectFormat, limits, matchIdFromFileName, parse } from '@touchline/formats'
import { root } from '../house/process.ts'

const help = `npm run bench:formats [-- FILE … --rounds N --json]: how long reading a supplier's document takes.

FILE defaults to the samples beside the repository. CPU time of the median of N rounds (20), after three to warm up.
`
const samples = ['statsperform_event_ma3.json', 'opta_f24.xml', 'statsbomb_event.json'].map(file =>
  join(root, '../shared/data/suppliers', file),
)
const warmUps = 3

interface Figure {
  readonly file: string
  readonly format: string
  readonly kibibytes: number
  readonly events: number
  readonly medianMs: number
}

function measure(file: string, rounds: number): Figure {
  const bytes = readFileSync(file)
  const format = detectFormat(bytes.toString('utf8', 0, 16_384))
  if (!format || bytes.length > limits.bytes) throw new Error(`${file} is in none of our formats`)
  const options = {
    defaultMatchId: matchIdFromFileName('bench', 'match'),
    kickoffAt: '2026-05-01T19:00:00Z',
    isWholeMatch: true,
  }
  const read = () => {
    const before = process.cpuUsage()
    const { items } = parse(format, bytes, options)
    const { user, system } = process.cpuUsage(before)
    return { ms: (user + system) / 1_000, events: items.length }
  }
  const figures = Array.from({ length: warmUps + rounds }, read)
  const sorted = figures.slice(warmUps).map(({ ms }) => ms)
  sorted.sort((a, b) => a - b)
  return {
    file,
    format,
    kibibytes: Math.round(bytes.length / 1_024),
    events: figures[0]?.events ?? 0,
    medianMs: sorted[Math.floor(sorted.length / 2)] ?? 0,
  }
}

function main(args: string[]): number {
  const { values, positionals } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '20' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  })
  const rounds = Math.trunc(Number(values.rounds))
  const files = positionals.length > 0 ? positionals : samples
  const absent = files.find(file => !existsSync(file))
  if (values.help) return say(help)
  if (!(rounds >= 1 && rounds <= 1_000)) return fail('--rounds must be a number from 1 to 1000')
  if (absent !== undefined) return fail(`${absent}: there is no such file`)
  const figures = files.map(file => measure(file, rounds))
  if (values.json) return say(`${JSON.stringify(figures, null, 2)}\n`)
  const lines = figures.map(
    ({ format, kibibytes, events, medianMs }) =>
      `${format.padEnd(18)} ${kibibytes} KiB, ${events} events: ${medianMs.toFixed(1)} ms of CPU`,
  )
  return say(`${lines.join('\n')}\n`)
}

function say(text: string): number {
  process.stdout.write(text)
  return 0
}

function fail(text: string): number {
  process.stderr.write(`bench:formats: ${text}\n`)
  return 1
}

process.exitCode = main(process.argv.slice(2))
