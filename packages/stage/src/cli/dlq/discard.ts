import {
  type AskedChoice,
  atCommandLine,
  countDeadLetters,
  discardDeadLetters,
  discardDeadLettersInput,
} from '@touchline/api'
import {
  CliFault,
  type Command,
  type CommandContext,
  confirm,
  currentUser,
  noWords,
  orFault,
  parseInput,
  readArgs,
} from '../command.ts'
import { countsText } from '../terminal/table.ts'
import { visibleJson } from '../terminal/visible.ts'
import { choiceOptions, filterHelp, flags, readChoice } from './filter-options.ts'

const help = `usage: npm run dlq -- discard (--id ID … | filters) --reason TEXT [--yes] [--by NAME] [--json]
Gives dead letters up for good. Letters that are neither dead nor dead again stay as they are.
Asks first, unless told --yes.

  --id ID               may be given several times
${filterHelp}  --reason TEXT         why, for those who look later (required)
  --by NAME             who asks                                           (the user of this machine)
  --yes                 do not ask
  --json                the counts as JSON

Exit code 0: some were discarded. 1: none was. 2: it could not be done.
`
const options = {
  ...choiceOptions,
  reason: { type: 'string' },
  by: { type: 'string' },
  yes: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const

export const discard: Command = {
  help,
  prepare(args) {
    const { values, positionals } = readArgs(args, options)
    noWords(positionals)
    if (values.reason === undefined)
      throw new CliFault('--reason is required: those who look later want to know why')
    const choice = readChoice(values)
    const input = parseInput(discardDeadLettersInput, { ...choice, reason: values.reason }, flags)
    return async context => {
      if (!values.yes) await askFirst(context, choice)
      const result = orFault(
        await discardDeadLetters(context.database, input, atCommandLine(values.by ?? currentUser())),
      )
      const { discarded, others, unknown } = result
      const counts = countsText({ ...others, 'no such letter': unknown })
      const text = `${discarded} discarded${counts === 'none' ? '' : `; left as they are: ${counts}`}`
      context.terminal.out(`${values.json ? visibleJson(result) : text}\n`)
      return discarded > 0 ? 0 : 1
    }
  },
}

async function askFirst({ database, terminal }: CommandContext, choice: AskedChoice): Promise<void> {
  const { dead } = orFault(await countDeadLetters(database, choice))
  const letters = dead === 1 ? 'letter' : 'letters'
  const question = `This discards ${dead} dead ${letters} for good. Type ${dead} to go on: `
  await confirm(terminal, { question, answer: String(dead), otherwise: 'nothing was discarded' })
}
