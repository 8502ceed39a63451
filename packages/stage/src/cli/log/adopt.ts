import { adoptEventLog, adoptLogInput, atCommandLine } from '@touchline/api'
import { kafkaOf } from '@touchline/contracts/kafka'
import { openSystemLog } from '@touchline/streams/open'
import { readStageEnv } from '../../env.ts'
import { CliFault, type Command, confirm, currentUser, noWords, parseInput, readArgs } from '../command.ts'
import { visible } from '../terminal/visible.ts'

const help = `usage: npm run log -- adopt --reason TEXT [--yes] [--by NAME] [--json]
Makes the log in Kafka belong to the system of this database: after the database was made anew, for example. Another
system that still runs on that log must be stopped first, or given a KAFKA_PREFIX of its own: two systems in the same
groups take partitions from each other. The apps refuse a log that is not theirs when they start.

  --reason TEXT         why, for those who look later (required)
  --yes                 do not ask
  --by NAME             who asks                                  (the user of this machine)
  --json                what was done, as JSON

Exit code 0: the log is this system's. 2: it could not be done.
`
const options = {
  reason: { type: 'string' },
  yes: { type: 'boolean', default: false },
  by: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

export const adopt: Command = {
  help,
  prepare(args) {
    const { values, positionals } = readArgs(args, options)
    noWords(positionals)
    const input = parseInput(adoptLogInput, { reason: values.reason })
    const kafka = kafkaOf(readStageEnv())
    if (!kafka) throw new CliFault('KAFKA_BROKERS is not set: the embedded log is always of its database')
    return async ({ database, terminal }) => {
      const question = `Make the log at ${kafka.brokers.join(', ')} this system's? Type yes to go on: `
      if (!values.yes) await confirm(terminal, { question, answer: 'yes', otherwise: 'nothing was changed' })
      const log = await openSystemLog(kafka, 'adopt')
      try {
        const adopted = await adoptEventLog(database, log, input, atCommandLine(values.by ?? currentUser()))
        terminal.out(values.json ? `${JSON.stringify(adopted)}\n` : `${inWords(adopted)}\n`)
        return 0
      } finally {
        await log.close()
      }
    }
  },
}

function inWords({ id, before }: { readonly id: string; readonly before: string | undefined }): string {
  if (before === id) return `the log belongs to this system already, ${id}`
  return `the log belongs to this system now, ${id}; before to ${before === undefined ? 'nobody' : visible(before)}`
}
