import {
  atCommandLine,
  liftInput,
  liftRevocation,
  listAllRevocations,
  listRevocationsInput,
  type RevocationPageView,
  revokeInput,
  revoke as revokeSubject,
} from '@touchline/api'
import { CliFault, type Command, currentUser, noWords, orFault, parseInput, readArgs } from '../command.ts'
import { localTime } from '../terminal/local-time.ts'
import { tableLines } from '../terminal/table.ts'
import { visible, visibleJson } from '../terminal/visible.ts'

const text = { type: 'string' } as const
const json = { type: 'boolean', default: false } as const

function kindAndSubject(words: readonly string[]): { kind: string; subject: string } {
  const [kind, subject, ...more] = words
  if (kind === undefined || subject === undefined || more.length > 0) {
    throw new CliFault('give a kind (session, fan or api-key) and its id')
  }
  return { kind, subject }
}

export const revoke: Command = {
  help: `usage: npm run access -- revoke session|fan|api-key ID --reason TEXT [--for-good] [--by NAME] [--json]
Closes its sockets at every gateway within a second, and refuses its tokens.

  session ID            a fan's session (sid), on one device
  fan ID                all of a fan's: tokens that were signed before; with --for-good later ones too
  api-key ID            an API key, for good
  --reason TEXT         why, for those who look later (required)
  --for-good            until it is lifted; else for as long as tokens from before could be valid
  --by NAME             who asks                                  (the user of this machine)
`,
  prepare(args) {
    const flag = { type: 'boolean', default: false } as const
    const { values, positionals } = readArgs(args, { reason: text, by: text, 'for-good': flag, json })
    const asked = { ...kindAndSubject(positionals), reason: values.reason, forGood: values['for-good'] }
    const input = parseInput(revokeInput, asked, { forGood: 'for-good' })
    return async ({ database, terminal }) => {
      const entry = orFault(await revokeSubject(database, input, atCommandLine(values.by ?? currentUser())))
      const told = `${input.kind} ${visible(input.subject)} is revoked`
      terminal.out(`${values.json ? visibleJson(entry) : told}\n`)
      return 0
    }
  },
}

export const lift: Command = {
  help: `usage: npm run access -- lift session|fan ID [--by NAME] [--json]
Lets a session or a fan in again, within a minute. A revoked API key stays so: make a new one.
`,
  prepare(args) {
    const { values, positionals } = readArgs(args, { by: text, json })
    const input = parseInput(liftInput, kindAndSubject(positionals))
    return async ({ database, terminal }) => {
      const result = orFault(await liftRevocation(database, input, atCommandLine(values.by ?? currentUser())))
      terminal.out(
        `${values.json ? visibleJson(result) : `${input.kind} ${visible(input.subject)} may come in`}\n`,
      )
      return 0
    }
  },
}

export const revocations: Command = {
  help: `usage: npm run access -- revocations [--kind KIND] [--subject ID] [--limit N] [--after NEXT] [--json]
Revocations, the newest first, those that have ended too.
`,
  prepare(args) {
    const options = { kind: text, subject: text, limit: text, after: text, json } as const
    const { values, positionals } = readArgs(args, options)
    noWords(positionals)
    const { kind, subject, after, limit } = values
    const asked = { kind, subject, after, limit: limit === undefined ? undefined : Number(limit) }
    const input = parseInput(listRevocationsInput, asked)
    return async ({ database, terminal }) => {
      const page = orFault(await listAllRevocations(database, input))
      terminal.out(`${values.json ? visibleJson(page) : revocationsText(page)}\n`)
      return 0
    }
  },
}

const columns = [
  { title: 'REVOKED', width: 25 },
  { title: 'KIND', width: 7 },
  { title: 'SUBJECT', width: 24 },
  { title: 'BY', width: 10 },
  { title: 'UNTIL', width: 25 },
  { title: 'REASON', width: 60 },
]

function revocationsText({ items, next }: RevocationPageView): string {
  if (items.length === 0) return 'nothing is revoked'
  const rows = items.map(({ revokedAt, kind, subject, revokedBy, expiresAt, reason }) => [
    localTime(revokedAt),
    kind,
    subject,
    revokedBy,
    expiresAt === null ? 'for good' : localTime(expiresAt),
    reason,
  ])
  return [...tableLines(columns, rows), ...(next ? [`more: --after ${next}`] : [])].join('\n')
}
