import { listAllPeople, listPeopleInput, type PeopleView } from '@touchline/api'
import { type Command, noWords, orFault, parseInput, readArgs } from '../command.ts'
import { localTime } from '../terminal/local-time.ts'
import { tableLines } from '../terminal/table.ts'
import { visibleJson } from '../terminal/visible.ts'

const text = { type: 'string' } as const
const flag = { type: 'boolean', default: false } as const

export const list: Command = {
  help: `usage: npm run person -- list [--fans] [--text TEXT] [--limit N] [--after NEXT] [--json]
Operators by address, with when they were last here.

  --fans                fans instead
  --text TEXT           operators: a part of the name or address; fans: the whole address, or the id
`,
  prepare(args) {
    const options = { fans: flag, text, limit: text, after: text, json: flag } as const
    const { values, positionals } = readArgs(args, options)
    noWords(positionals)
    const { limit, after } = values
    const asked = { text: values.text, after, limit: limit === undefined ? undefined : Number(limit) }
    const input = parseInput(listPeopleInput, { ...asked, kind: values.fans ? 'fans' : 'operators' })
    return async ({ database, terminal }) => {
      const page = orFault(await listAllPeople(database, input))
      terminal.out(`${values.json ? visibleJson(page) : peopleText(page)}\n`)
      return 0
    }
  },
}

const columns = [
  { title: 'E-MAIL', width: 36 },
  { title: 'NAME', width: 20 },
  { title: 'ROLE', width: 8 },
  { title: 'LAST HERE', width: 25 },
  { title: 'STATE', width: 40 },
]

function peopleText({ items, next }: PeopleView): string {
  if (items.length === 0) return 'there is nobody'
  const rows = items.map(person => [
    person.email,
    person.name,
    person.role,
    person.lastSeenAt === null ? 'no session' : localTime(person.lastSeenAt),
    stateOf(person),
  ])
  return [...tableLines(columns, rows), ...(next ? [`more: --after ${next}`] : [])].join('\n')
}

function stateOf({ disabledAt, mustChangePassword, twoFactorEnabled }: PeopleView['items'][number]): string {
  if (disabledAt !== null) return `disabled ${localTime(disabledAt)}`
  if (mustChangePassword) return 'has a one-time password'
  return twoFactorEnabled ? 'good, with a second factor' : 'good'
}
