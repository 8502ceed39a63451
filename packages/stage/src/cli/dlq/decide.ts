import { atCommandLine, decideReplay, decideReplayInput } from '@touchline/api'
import { CliFault, type Command, currentUser, oneWord, orFault, parseInput, readArgs } from '../command.ts'
import { visibleJson } from '../terminal/visible.ts'
import { flags } from './filter-options.ts'

const options = {
  reason: { type: 'string' },
  by: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

const deciding = (help: string, approve: boolean): Command => ({
  help,
  prepare(args) {
    const { values, positionals } = readArgs(args, options)
    if (values.reason === undefined)
      throw new CliFault('--reason is required: those who look later want to know why')
    const asked = { id: oneWord(positionals, 'the id of one replay'), approve, reason: values.reason }
    const input = parseInput(decideReplayInput, asked, flags)
    const actor = atCommandLine(values.by ?? currentUser())
    return async ({ database, terminal }) => {
      const decided = orFault(await decideReplay(database, input, actor))
      terminal.out(`${values.json ? visibleJson(decided) : `replay ${decided.id} is ${decided.state}`}\n`)
      return 0
    }
  },
})

export const approve = deciding(
  `usage: npm run dlq -- approve REPLAY --reason TEXT [--by NAME] [--json]
Lets a replay begin that awaits approval since it is of more than 500 letters. Somebody else than who asked for it has
to. A replay on which nobody decides within 24 hours is declined by itself.
`,
  true,
)

export const decline = deciding(
  `usage: npm run dlq -- decline REPLAY --reason TEXT [--by NAME] [--json]
Refuses a replay that awaits approval, for good: its letters stay dead.
`,
  false,
)
