import { parseArgs } from 'node:util'
import { eventTimeSchema, type MatchId, matchIdSchema } from '@touchline/contracts'
import { type Format, formatSchema } from '@touchline/formats'
import { readCliEnv } from '../env.ts'
import type { RecordingOptions } from '../replay/recording.ts'
import { CliFault, numberOption, speedOption, urlOption } from './run-cli.ts'

export const replayHelp = `Plays a recorded match as a broadcast partner, through the signed webhook.

  npm run replay -- FILE [options]

FILE is in one of these formats, which its content tells; each of its elements becomes one event:
Metrica's CSV or JSON, Stats Perform's MA3 (JSON), Opta's F24 (XML), StatsBomb's (JSON), Touchline's own.

  --speed N|max        1 is real time, 10 ten times as fast, max as fast as it is taken   (1)
  --match ID           the match's id                            (the file's, or from its name)
  --format NAME        touchline, opta-f24, stats-perform-ma3, statsbomb or metrica
  --squads FILE        the teams' and players' names, in Opta's F7, for an F24
  --kickoff TIME|now   when a match was played whose format tells no dates  (as the first time)
  --times N            each event so many times, up to 20                                 (1)
  --shuffle SEED       in any order; the same seed gives the same one
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
  format: { type: 'string' },
  squads: { type: 'string' },
  kickoff: { type: 'string' },
  times: { type: 'string', default: '1' },
  shuffle: { type: 'string' },
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

export interface ReplayArguments extends RecordingOptions {
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
  const settings = readCliEnv()
  return {
    file,
    matchId: values.match === undefined ? undefined : readMatchId(values.match),
    format: values.format === undefined ? undefined : readFormat(values.format),
    squadsFile: values.squads,
    kickoff: values.kickoff === undefined ? undefined : readKickoff(values.kickoff),
    times: Math.trunc(numberOption('times', values.times, { min: 1, max: 20 })),
    shuffleSeed: values.shuffle,
    dataFolder: settings.TOUCHLINE_DATA || '.touchline',
    startFolder: settings.INIT_CWD ?? '.',
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

function readFormat(text: string): Format {
  const format = formatSchema.safeParse(text)
  if (format.success) return format.data
  throw new CliFault(`--format must be one of ${formatSchema.options.join(', ')}, not "${text}"`)
}

function readKickoff(text: string): string {
  if (text === 'now' || eventTimeSchema.safeParse(text).success) return text
  throw new CliFault(`--kickoff must be "now" or a time such as 2026-05-01T19:00:00Z, not "${text}"`)
}
