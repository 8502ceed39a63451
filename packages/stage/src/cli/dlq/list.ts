import { type DeadLetterPage, listDeadLetters, listDeadLettersInput } from '@touchline/api'
import { type Command, noWords, orFault, parseInput, readArgs } from '../command.ts'
import { localTime } from '../terminal/local-time.ts'
import { lineWidth, tableLines } from '../terminal/table.ts'
import { fit, visibleJson } from '../terminal/visible.ts'
import { filterHelp, filterOptions, flags, readFilter } from './filter-options.ts'

const help = `usage: npm run dlq -- list [filters] [--limit N] [--after NEXT] [--json]
Dead letters, the last failed first.

${filterHelp}  --limit N             1 to 500                                                        (50)
  --after NEXT          go on where the page before ended
  --json                all fields, for a program
`
const options = {
  ...filterOptions,
  limit: { type: 'string', default: '50' },
  after: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

export const list: Command = {
  help,
  prepare(args) {
    const { values, positionals } = readArgs(args, options)
    noWords(positionals)
    const { limit, after, json, ...filters } = values
    const asked = { filter: readFilter(filters), limit: Number(limit), after }
    const input = parseInput(listDeadLettersInput, asked, flags)
    return async ({ database, terminal }) => {
      const page = orFault(await listDeadLetters(database, input))
      terminal.out(`${json ? visibleJson(page) : listText(page)}\n`)
      return 0
    }
  },
}

const columns = [
  { title: 'ID', width: 9 },
  { title: 'LAST FAILED', width: 25 },
  { title: 'STATE', width: 10 },
  { title: 'CODE', width: 19 },
  { title: 'MATCH', width: 29 },
]

/** Two lines for each letter: what it is, and what it died of. */
export function listText({ items, next }: DeadLetterPage): string {
  if (items.length === 0) return 'no dead letters match'
  const rows = items.map(letter => [
    letter.id,
    localTime(letter.lastFailedAt),
    letter.state,
    letter.errorCode,
    letter.matchId || '(none)',
  ])
  const [head = '', ...lines] = tableLines(columns, rows)
  const whole = items.flatMap(({ stage, disposition, eventType, errorMessage }, index) => [
    lines[index] ?? '',
    `  ${fit(`${stage}, ${disposition}${eventType ? `, ${eventType}` : ''}: ${errorMessage}`, lineWidth - 2)}`,
  ])
  return [head, ...whole, ...(next ? [`more: --after ${next}`] : [])].join('\n')
}
