import { parseArgs } from 'node:util'
import { type MatchId, matchIdSchema } from '@touchline/contracts'
import { matchIdOf } from '../metrica/read-file.ts'
import type { Speed } from '../script/options.ts'
import { CliFault, numberOption, speedOption, urlOption } from './run-cli.ts'

export const replayHelp = `Plays a recorded match as a broadcast partner, through the signed webhook.

  npm run replay -- FILE [options]

FILE is in Metrica Sports' CSV or JSON event format; each row becomes one event.

  --speed N|max        1 is real time, 10 ten times as fast, max as fast as it is taken   (1)
  --match ID           the match's id                                  (from the file's name)
  --url URL            where ingest listens                           (http://127.0.0.1:4100)
  --partner NAME       who signs                                                     (replay)
  --secret whsec_…     with what; else from BROADCAST_PARTNERS, BROADCAST_PARTNERS_FILE,
                       or partners.json in TOUCHLINE_DATA                        (.touchline)
  --batch N            the most events in one request, up to 1000                       (100)
  --retry-seconds N    how long one request is tried again                               (30)
  --verify             ask the gateway afterwards whether the match is as the file has it
  --gateway URL        where it listens                               (http://127.0.0.1:4000)
  --json               print the result as JSON, and no progress
  --help

Exit code 0: every event was accepted (and, with --verify, the match agrees). 1: not so.
`

const options = {
  speed: { type: 'string', default: '1' },
  match: { type: 'string' },
  url: { type: 'string', default: 'http://127.0.0.1:4100' },
  partner: { type: 'string', default: 'replay' },
  secret: { type: 'string' },
  batch: { type: 'string', default: '100' },
  'retry-seconds': { type: 'string', default: '30' },
  verify: { type: 'boolean', default: false },
  gateway: { type: 'string', default: 'http://127.0.0.1:4000' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

export interface ReplayArguments {
  readonly file: string
  readonly matchId: MatchId
  readonly speed: Speed
  readonly ingestUrl: string
  readonly gatewayUrl: string
  readonly partner: string
  readonly secret: string | undefined
  readonly batch: number
  readonly patienceMs: number
  readonly verify: boolean
  readonly json: boolean
}

/** Undefined when only help was asked for; throws a `CliFault` that names the mistake. */
export function readReplayArguments(args: readonly string[]): ReplayArguments | undefined {
  const { values, positionals } = parse(args)
  if (values.help) return undefined
  const [file, ...more] = positionals
  if (file === undefined) throw new CliFault('which file? See --help')
  if (more.length > 0) throw new CliFault(`one file at a time, not also "${more[0]}"`)
  return {
    file,
    matchId: values.match === undefined ? matchIdOf(file) : readMatchId(values.match),
    speed: speedOption(values.speed),
    ingestUrl: urlOption('url', values.url),
    gatewayUrl: urlOption('gateway', values.gateway),
    partner: values.partner,
    secret: values.secret,
    batch: Math.trunc(numberOption('batch', values.batch, { min: 1, max: 1_000 })),
    patienceMs: numberOption('retry-seconds', values['retry-seconds'], { min: 0, max: 3_600 }) * 1_000,
    verify: values.verify,
    json: values.json,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    throw new CliFault(`${error instanceof Error ? error.message : 'unreadable options'} See --help`)
  }
}

function readMatchId(text: string): MatchId {
  const id = matchIdSchema.safeParse(text)
  if (id.success) return id.data
  throw new CliFault(`--match ${id.error.issues[0]?.message}`)
}
