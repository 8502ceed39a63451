import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type ContenderName, contenderNames } from './contender.ts'

export const help = `usage: npm run bench:fanout -- [options]
Compares four ways to give every event of a match to all who follow it, in one go and on the same events: bare ws,
stock tRPC, Socket.IO with its Redis adapter, and the gateway. Starts its own PostgreSQL and Redis, sends to loopback
only, and ends by itself.
  --sockets 1000,10000    of the two crowds. The smaller takes 45 events/s, and then 1 event/ms; the larger
                          10 events/s, and memory of idle sockets. One number: one crowd for all
  --only ours,ws,trpc,socketio   those contenders. Default all
  --loads spread,burst,crowd     those loads. Default all
  --seconds N             of spread and crowd. Default 20
  --rounds N              of all contenders in turn; figures are medians. Default 3
  --json                  print JSON instead of tables
Ends with 0 if every aim that was put to the test was reached, with 1 if one was missed, with 2 if it could not be
played. Held to cores by taskset where the machine has two or more: the server on one, all else on another.
`

const names = <T extends string>(allowed: readonly [T, ...T[]]) =>
  z
    .string()
    .transform(text => text.split(','))
    .pipe(z.array(z.enum(allowed)).min(1))

const loadNames = ['spread', 'burst', 'crowd'] as const
const optionsSchema = z.object({
  sockets: z
    .string()
    .default('1000,10000')
    .transform(text => text.split(',').map(Number))
    .pipe(z.array(z.int().min(1).max(25_000)).min(1).max(2)),
  only: names(contenderNames).default([...contenderNames]),
  loads: names(loadNames).default([...loadNames]),
  seconds: z.coerce.number().min(1).max(600).default(20),
  rounds: z.coerce.number().int().min(1).max(50).default(3),
  json: z.boolean().default(false),
  help: z.boolean().default(false),
})
export type FanoutOptions = Omit<z.infer<typeof optionsSchema>, 'only'> & { readonly only: ContenderName[] }

/** Throws an Error that names the faulty option. */
export function readOptions(args: readonly string[]): FanoutOptions {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const { values } = parseArgs({
    args: [...args],
    options: { sockets: text, only: text, loads: text, seconds: text, rounds: text, json: flag, help: flag },
  })
  const parsed = optionsSchema.safeParse(values)
  if (parsed.success) return parsed.data
  throw new Error(
    parsed.error.issues.map(issue => `--${issue.path[0]?.toString()}: ${issue.message}`).join('\n'),
  )
}
