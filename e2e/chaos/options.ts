import { parseArgs } from 'node:util'
import { z } from 'zod'

export const help = `usage: npm run chaos -- [options]
Breaks a house of its own on this machine, under load, and lets an independent checker judge what became of every event.
  --seed S                which faults come when; the same seed breaks the same things. Default 1
  --faults N              how many. Default 20
  --seconds-per-fault N   default 5
  --rate N                events a second that the partner sends. Default 500
  --matches N             default 8
  --fans N                default 40
  --profile cluster       the only one there is to break
  --scenario NAME         instead of faults: one of those that --list names
  --sockets N             of the scenarios with a crowd. Default: the scenario's own
  --seconds N             how long a scenario's load lasts
  --list                  the scenarios
  --keep                  keep journals and logs after a good end too
  --json                  print JSON instead of text
Ends with 0 where nothing was lost, doubled, reordered, invented, left out or overwritten, else with 1; with 2 where
it could not be played. Needs what stack:up needs: PostgreSQL, Redis and Java.
`

const count = (max: number) => z.coerce.number().int().min(1).max(max)

const optionsSchema = z.object({
  seed: z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(1),
  faults: count(10_000).default(20),
  'seconds-per-fault': z.coerce.number().min(1).max(600).default(5),
  rate: count(50_000).optional(),
  matches: count(1_000).default(8),
  fans: count(10_000).optional(),
  sockets: count(25_000).optional(),
  seconds: count(3_600).optional(),
  profile: z.literal('cluster').default('cluster'),
  scenario: z.string().optional(),
  list: z.boolean().default(false),
  keep: z.boolean().default(false),
  json: z.boolean().default(false),
  help: z.boolean().default(false),
})
export type CliOptions = z.infer<typeof optionsSchema>

const flag = { type: 'boolean' } as const
const text = { type: 'string' } as const

/** Throws an Error that names the faulty option. */
export function readOptions(args: readonly string[]): CliOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ seed: text, faults: text, 'seconds-per-fault': text, rate: text, matches: text, fans: text },
      ...{
        sockets: text,
        seconds: text,
        profile: text,
        scenario: text,
        list: flag,
        keep: flag,
        json: flag,
        help: flag,
      },
    },
  })
  const parsed = optionsSchema.safeParse(values)
  if (parsed.success) return parsed.data
  throw new Error(parsed.error.issues.map(issue => `--${issue.path.join('.')}: ${issue.message}`).join('\n'))
}
