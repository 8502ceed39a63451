import { atCommandLine, raiseEpochInput, raiseMatchEpoch } from '@touchline/api'
import { type Database, listMatchIds, type RaisedEpoch } from '@touchline/db'
import {
  CliFault,
  type Command,
  type CommandContext,
  confirm,
  currentUser,
  noWords,
  parseInput,
  readArgs,
} from '../command.ts'
import { visible, visibleJson } from '../terminal/visible.ts'

const help = `usage: npm run epoch -- raise (--match ID … | --all) --reason TEXT [--dry-run] [--yes] [--by NAME] [--json]
Begins a new epoch of matches whose history was lost: run it after every restore of the database, before fans are let
in again. Whoever follows such a match, or comes back to it, is told so and starts over from its first event.
One transaction for each match; interrupted, run it again: an epoch that is raised twice does no harm.

  --match ID            may be given several times
  --all                 every match that the database holds
  --reason TEXT         why, for those who look later (required)
  --dry-run             tell which matches, and change nothing
  --yes                 do not ask
  --by NAME             who asks                                  (the user of this machine)
  --json                what was raised, as JSON

Exit code 0: all were raised. 1: one or more matches are not known. 2: it could not be done.
`
const options = {
  match: { type: 'string', multiple: true },
  all: { type: 'boolean', default: false },
  reason: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  by: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

export const raise: Command = {
  help,
  prepare(args) {
    const { values, positionals } = readArgs(args, options)
    noWords(positionals)
    const { match: named = [], all, reason, by = currentUser(), json } = values
    if (all === named.length > 0) throw new CliFault('give --match, once or several times, or --all')
    const inputs = named.map(matchId => parseInput(raiseEpochInput, { matchId, reason }))
    if (all) parseInput(raiseEpochInput.pick({ reason: true }), { reason })
    return async context => {
      const ids = all ? await allMatchIds(context.database) : inputs.map(({ matchId }) => matchId as string)
      if (values['dry-run']) return list(context, ids, json)
      if (!values.yes) await askFirst(context, ids.length)
      const raised = await raiseAll(context, ids, { reason, by, json })
      return raised === ids.length ? 0 : 1
    }
  },
}

function list({ terminal }: CommandContext, ids: readonly string[], json: boolean): number {
  terminal.out(json ? `${visibleJson(ids)}\n` : ids.map(id => `${visible(id)}\n`).join(''))
  return 0
}

interface Asked {
  readonly reason: string | undefined
  readonly by: string
  readonly json: boolean
}

/** How many were raised. */
async function raiseAll(
  { database, terminal }: CommandContext,
  ids: readonly string[],
  { reason, by, json }: Asked,
): Promise<number> {
  const raised: RaisedEpoch[] = []
  for (const matchId of ids) {
    const input = parseInput(raiseEpochInput, { matchId, reason })
    const outcome = await raiseMatchEpoch(database, input, atCommandLine(by))
    if (!outcome.ok) terminal.err(`${visible(matchId)}: no such match\n`)
    else if (raised.push(outcome.value) && !json) terminal.out(`${told(outcome.value)}\n`)
  }
  if (json) terminal.out(`${visibleJson(raised)}\n`)
  return raised.length
}

const told = ({ matchId, epoch, before }: RaisedEpoch): string =>
  `${visible(matchId)}: epoch ${epoch}, events up to ${before.seq} stay`

const pageSize = 1_000

async function allMatchIds(database: Database): Promise<string[]> {
  const ids: string[] = []
  for (;;) {
    const page = await listMatchIds(database, ids.at(-1) ?? '', pageSize)
    ids.push(...page)
    if (page.length < pageSize) return ids
  }
}

function askFirst({ terminal }: CommandContext, count: number): Promise<void> {
  const matches = count === 1 ? '1 match' : `${count} matches`
  const question = `All who follow ${matches} start over. Type ${count} to go on: `
  return confirm(terminal, { question, answer: String(count), otherwise: 'no epoch was raised' })
}
