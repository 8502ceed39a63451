import { randomUUID } from 'node:crypto'
import { fanClaimsSchema, fanTokenMaxSeconds, tierSchema } from '@touchline/contracts'
import { z } from 'zod'
import { openOwnKeys } from '../../access/own-keys.ts'
import { readStageEnv } from '../../env.ts'
import { CliFault, type LocalCommand, noWords, parseInput, readArgs } from '../command.ts'

const text = { type: 'string' } as const
const options = { fan: text, tier: text, sid: text, seconds: text } as const
const inputSchema = z.object({
  fan: fanClaimsSchema.shape.sub,
  tier: tierSchema.default('free'),
  sid: fanClaimsSchema.shape.sid.default(() => randomUUID()),
  seconds: z.coerce.number().int().min(1).max(fanTokenMaxSeconds).default(fanTokenMaxSeconds),
})

export const token: LocalCommand = {
  help: `usage: npm run access -- token --fan ID [options]
A fan's token, for trying things out: gateways of the embedded profile take it.

  --fan ID              the fan (required)
  --tier TIER           free, plus or pro                          (free)
  --sid ID              the fan's session; a renewal must keep it  (a new one)
  --seconds N           how long it is good, 1 to ${fanTokenMaxSeconds}             (${fanTokenMaxSeconds})
`,
  prepareLocal(args) {
    const { values, positionals } = readArgs(args, options)
    noWords(positionals)
    if (values.fan === undefined) throw new CliFault('--fan is required')
    const { fan, tier, sid, seconds } = parseInput(inputSchema, values)
    return async terminal => {
      const keys = await openOwnKeys(readStageEnv().TOUCHLINE_DATA)
      terminal.out(`${keys.sign({ fanId: fan, sessionId: sid, tier, seconds })}\n`)
      return 0
    }
  },
}
