import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type ResolvedScriptOptions, scriptOptionsSchema } from '../script/options.ts'
import { CliFault, numberOption, speedOption, urlOption } from './run-cli.ts'

export const simulateHelp = `Plays scripted matches from all three sources to their end, and prints the known numbers:
what was sent, and what a platform that lost and doubled nothing has stored of it.

  npm run simulate -- [options]

  --seed TEXT           the same seed writes the same matches              (touchline)
  --match ID            the match's id, or what the ids begin with  (match- and the time)
  --matches N           how many at once, each in its own stadium                  (1)
  --speed N|max         1 is real time                                           (max)
  --half-seconds N      length of a half, 30 to 3600                            (2700)
  --break-seconds N     of half time                                             (300)
  --goals KIND          lively or plausible                                   (lively)
  --ball-seconds N      time between two readings of the ball                      (2)
  --duplicates RATE     0 to 1: events that are sent twice                         (0)
  --disorder RATE       neighbours in the wrong order                              (0)
  --malformed RATE      payloads that no schema accepts                            (0)
  --bursts RATE         the next --burst-size events at once                       (0)
  --burst-size N                                                                  (20)
  --url URL             where ingest listens                    (http://127.0.0.1:4100)
  --port N              where ingest finds stadium-1 … and feed-1               (4300)
  --partner NAME        who signs                                          (simulator)
  --secret whsec_…      with what; else from BROADCAST_PARTNERS, BROADCAST_PARTNERS_FILE,
                        or partners.json in TOUCHLINE_DATA
  --patience-seconds N  how long ingest may be away                               (30)
  --json                print the numbers as JSON, and no progress
  --help

Exit code 0: everything was sent, fetched and answered as expected. 1: not so.
`

const text = { type: 'string' } as const
const options = {
  seed: text,
  match: text,
  matches: text,
  speed: { type: 'string', default: 'max' },
  'half-seconds': text,
  'break-seconds': text,
  goals: text,
  'ball-seconds': text,
  duplicates: text,
  disorder: text,
  malformed: text,
  bursts: text,
  'burst-size': text,
  url: { type: 'string', default: 'http://127.0.0.1:4100' },
  port: { type: 'string', default: '4300' },
  partner: { type: 'string', default: 'simulator' },
  secret: text,
  'patience-seconds': { type: 'string', default: '30' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

export interface SimulateArguments {
  readonly script: ResolvedScriptOptions
  readonly ingestUrl: string
  readonly port: number
  readonly partner: string
  readonly secret: string | undefined
  readonly patienceMs: number
  readonly json: boolean
}

/** Undefined when only help was asked for; throws a `CliFault` that names the mistake. */
export function readSimulateArguments(args: readonly string[]): SimulateArguments | undefined {
  const values = parse(args)
  if (values.help) return undefined
  return {
    script: scriptOf(values),
    ingestUrl: urlOption('url', values.url),
    port: Math.trunc(numberOption('port', values.port, { min: 0, max: 65_535 })),
    partner: values.partner,
    secret: values.secret,
    patienceMs: numberOption('patience-seconds', values['patience-seconds'], { min: 1, max: 3_600 }) * 1_000,
    json: values.json,
  }
}

type Values = ReturnType<typeof parse>

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values
  } catch (error) {
    throw new CliFault(`${error instanceof Error ? error.message : 'unreadable options'} See --help`)
  }
}

const number = (value: string | undefined): number | undefined =>
  value === undefined ? undefined : Number(value)

function scriptOf(values: Values): ResolvedScriptOptions {
  const parsed = scriptOptionsSchema.safeParse({
    seed: values.seed,
    matchId: values.match,
    matches: number(values.matches),
    speed: speedOption(values.speed),
    halfSeconds: number(values['half-seconds']),
    breakSeconds: number(values['break-seconds']),
    goals: values.goals,
    ballEverySeconds: number(values['ball-seconds']),
    faults: {
      duplicates: number(values.duplicates),
      disorder: number(values.disorder),
      malformed: number(values.malformed),
      bursts: number(values.bursts),
      burstSize: number(values['burst-size']),
    },
  })
  if (parsed.success) return parsed.data
  throw new CliFault(`wrong options:\n${z.prettifyError(parsed.error)}`)
}
