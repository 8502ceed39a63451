import {
  atCommandLine,
  createPartnerGrant,
  createPartnerGrantInput,
  listAllPartnerGrants,
  listPartnerGrantsInput,
  revokePartnerGrant,
  revokePartnerGrantInput,
} from '@touchline/api'
import {
  CliFault,
  type Command,
  currentUser,
  noWords,
  oneWord,
  orFault,
  parseInput,
  type Run,
  readArgs,
} from '../command.ts'
import { visibleJson } from '../terminal/visible.ts'
import { grantsText, grantText } from './grant-text.ts'

const text = { type: 'string' } as const
const flag = { type: 'boolean', default: false } as const
const numberOf = (typed: string | undefined) => (typed === undefined ? undefined : Number(typed))

function list(args: readonly string[]): Run {
  const options = { partner: text, 'in-force': flag, limit: text, after: text, json: flag } as const
  const { values, positionals } = readArgs(args, options)
  noWords(positionals)
  const { partner, after, limit } = values
  const asked = { partner, after, limit: numberOf(limit), inForceOnly: values['in-force'] }
  const input = parseInput(listPartnerGrantsInput, asked)
  return async ({ database, terminal }) => {
    const page = orFault(await listAllPartnerGrants(database, input))
    terminal.out(`${values.json ? visibleJson(page) : grantsText(page, Date.now())}\n`)
    return 0
  }
}

function grant(args: readonly string[]): Run {
  const { values, positionals } = readArgs(args, { 'expires-in-hours': text, by: text, json: flag })
  const [partner, pattern, ...more] = positionals
  if (partner === undefined || pattern === undefined || more.length > 0) {
    throw new CliFault("give a partner and a match id or pattern; quote a pattern with *: 'cup-2026-*'")
  }
  const asked = { partner, pattern, expiresInHours: numberOf(values['expires-in-hours']) }
  const input = parseInput(createPartnerGrantInput, asked, { expiresInHours: 'expires-in-hours' })
  return async ({ database, terminal }) => {
    const actor = atCommandLine(values.by ?? currentUser())
    const made = orFault(await createPartnerGrant(database, input, actor))
    terminal.out(`${values.json ? visibleJson(made) : grantText(made)}\n`)
    return 0
  }
}

function revoke(args: readonly string[]): Run {
  const { values, positionals } = readArgs(args, { reason: text, by: text, json: flag })
  const asked = { id: oneWord(positionals, 'the id of one grant'), reason: values.reason }
  const input = parseInput(revokePartnerGrantInput, asked)
  return async ({ database, terminal }) => {
    const actor = atCommandLine(values.by ?? currentUser())
    const ended = orFault(await revokePartnerGrant(database, input, actor))
    const told = `grant ${ended.id} is revoked: ${ended.partner}, ${ended.pattern}`
    terminal.out(`${values.json ? visibleJson(ended) : told}\n`)
    return 0
  }
}

const actions = { list, grant, revoke }

export const grants: Command = {
  help: `usage: npm run partner -- grants list [--partner NAME] [--in-force] [--limit N] [--after NEXT] [--json]
       npm run partner -- grants grant PARTNER PATTERN [--expires-in-hours N] [--by NAME] [--json]
       npm run partner -- grants revoke GRANT-ID --reason TEXT [--by NAME] [--json]
A partner may write a match that a pattern in its settings or a grant allows. What intake knows is at most two
seconds old.

  PATTERN                a match id; * stands for any characters
  --in-force             leave out grants that were revoked or have expired
  --expires-in-hours N   1 to 87600                                 (until it is revoked)
  --reason TEXT          why, for those who look later              (required)
  --by NAME              who asks                                   (the user of this machine)

A partner whose settings name no "matches" may write every match: set "matches": [] to have grants alone count.
`,
  prepare([word = '', ...args]) {
    if (!Object.hasOwn(actions, word)) throw new CliFault('say list, grant or revoke; see grants --help')
    return actions[word as keyof typeof actions](args)
  },
}
