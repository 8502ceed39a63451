import { parseArgs } from 'node:util'
import { z } from 'zod'

export const help = `usage: npm run bench:console -- [options]
How fast the console's server answers, with many dead letters and events in the database. Starts a PostgreSQL of its
own, fills it, asks what every page asks, one question after the other, and ends by itself.
  --letters N     dead letters, in about 200 groups. Default 100000
  --events N      stored events, in 300 matches. Default 1000000
  --rounds N      how often each question is asked. Default 20
  --only TEXT     questions whose name has this text
  --http          over HTTP, as pages ask, serialisation included; else of the router itself
  --json          print JSON instead of a table
Ends with 0 if every answer's 95th percentile is within its aim, with 1 if one is not, with 2 if it could not be asked.
`

const optionsSchema = z.object({
  letters: z.coerce.number().int().min(10_000).max(2_000_000).default(100_000),
  events: z.coerce.number().int().min(1_000).max(20_000_000).default(1_000_000),
  rounds: z.coerce.number().int().min(1).max(1_000).default(20),
  only: z.string().default(''),
  http: z.boolean().default(false),
  json: z.boolean().default(false),
  help: z.boolean().default(false),
})

/** Throws an Error that names the faulty option. */
export function readOptions(args: readonly string[]): z.infer<typeof optionsSchema> {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const options = {
    letters: text,
    events: text,
    rounds: text,
    only: text,
    http: flag,
    json: flag,
    help: flag,
  }
  const parsed = optionsSchema.safeParse(parseArgs({ args: [...args], options }).values)
  if (parsed.success) return parsed.data
  throw new Error(parsed.error.issues.map(one => `--${one.path[0]?.toString()}: ${one.message}`).join('\n'))
}
