import {
  atCommandLine,
  choosePrimaryProvider,
  choosePrimaryProviderInput,
  previewPrimaryProvider,
  previewPrimaryProviderInput,
  showPrimaryProvider,
  showPrimaryProviderInput,
} from '@touchline/api'
import {
  CliFault,
  type Command,
  currentUser,
  noWords,
  orFault,
  parseInput,
  type Run,
  readArgs,
} from '../command.ts'
import { visibleJson } from '../terminal/visible.ts'
import { coverageText, previewText } from './primary-text.ts'

const text = { type: 'string' } as const
const flag = { type: 'boolean', default: false } as const
const flags = { matchId: 'match' }

function show(asked: object, json: boolean): Run {
  const input = parseInput(showPrimaryProviderInput, asked, flags)
  return async ({ database, terminal }) => {
    const view = orFault(await showPrimaryProvider(database, input))
    terminal.out(`${json ? visibleJson(view) : coverageText(view)}\n`)
    return 0
  }
}

function preview(asked: object, json: boolean): Run {
  const input = parseInput(previewPrimaryProviderInput, asked, flags)
  return async ({ database, terminal }) => {
    const seen = orFault(await previewPrimaryProvider(database, input, new Date()))
    terminal.out(`${json ? visibleJson(seen) : previewText(seen)}\n`)
    return seen.refusal === null ? 0 : 1
  }
}

function choose(asked: object, by: string | undefined, json: boolean): Run {
  const input = parseInput(choosePrimaryProviderInput, asked, flags)
  return async ({ database, terminal }) => {
    const who = { actor: atCommandLine(by ?? currentUser()), now: new Date() }
    const chosen = orFault(await choosePrimaryProvider(database, input, who))
    const told = `${chosen.provider} becomes the primary provider of ${chosen.matchId} within a second`
    terminal.out(`${json ? visibleJson(chosen) : told}\n`)
    return 0
  }
}

export const primary: Command = {
  help: `usage: npm run partner -- primary --match ID --show [--json]
       npm run partner -- primary --match ID --provider NAME --dry-run [--json]
       npm run partner -- primary --match ID --provider NAME --reason TEXT [--by NAME] [--json]
Which provider's goals, shots, cards and status count where several cover one match.

  --show            which providers cover the match, whose facts count, and which are not counted
  --dry-run         what the choice would change; exit code 1 where it can not be made
  --reason TEXT     why, for those who look later              (required to choose)
  --by NAME         who asks                                   (the user of this machine)
`,
  prepare(args) {
    const options = { match: text, provider: text, reason: text, by: text, show: flag } as const
    const { values, positionals } = readArgs(args, { ...options, 'dry-run': flag, json: flag })
    noWords(positionals)
    const { match: matchId, provider, reason, by, json } = values
    if (values.show) {
      if (provider !== undefined || values['dry-run']) throw new CliFault('--show takes --match alone')
      return show({ matchId }, json)
    }
    if (values['dry-run']) return preview({ matchId, provider }, json)
    return choose({ matchId, provider, reason }, by, json)
  },
}
