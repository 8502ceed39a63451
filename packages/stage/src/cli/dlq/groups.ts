import { type DeadLetterGroup, groupDeadLetters, groupDeadLettersInput } from '@touchline/api'
import { type Command, noWords, orFault, parseInput, readArgs } from '../command.ts'
import { localTime } from '../terminal/local-time.ts'
import { countsText, lineWidth } from '../terminal/table.ts'
import { fit, visibleJson } from '../terminal/visible.ts'
import { filterHelp, filterOptions, flags, readFilter } from './filter-options.ts'

const help = `usage: npm run dlq -- groups [filters] [--limit N] [--json]
Dead letters that died of the same, by fingerprint, the largest group first.

${filterHelp}  --limit N             1 to 100                                                        (20)
  --json                all fields, for a program
`
const options = {
  ...filterOptions,
  limit: { type: 'string', default: '20' },
  json: { type: 'boolean', default: false },
} as const

export const groups: Command = {
  help,
  prepare(args) {
    const { values, positionals } = readArgs(args, options)
    noWords(positionals)
    const { limit, json, ...filters } = values
    const input = parseInput(
      groupDeadLettersInput,
      { filter: readFilter(filters), limit: Number(limit) },
      flags,
    )
    return async ({ database, terminal }) => {
      const found = orFault(await groupDeadLetters(database, input, new Date()))
      terminal.out(`${json ? visibleJson(found) : groupsText(found.items)}\n`)
      return 0
    }
  },
}

export const groupsText = (items: readonly DeadLetterGroup[]): string =>
  items.length === 0 ? 'no dead letters match' : items.map(groupText).join('\n\n')

/** What people made of it, where they made anything of it. */
const careLines = ({ state, owner, notes }: DeadLetterGroup): string[] =>
  state === 'unresolved' && owner === null && notes === 0
    ? []
    : [`  ${state}, owner ${owner ?? '(nobody)'}, notes ${notes}`]

function groupText(group: DeadLetterGroup): string {
  const { letters, errorCode, stage, dispositions, fingerprint, states, builds, sampleId } = group
  return [
    `${letters} × ${errorCode} at ${stage}, ${dispositions.join(' and ')}`,
    `  fingerprint ${fingerprint}, for example letter ${sampleId}`,
    ...careLines(group),
    `  ${localTime(group.firstFailedAt)} to ${localTime(group.lastFailedAt)}`,
    `  ${countsText(states)}; build ${builds.filter(build => build !== '').join(', ') || '(unknown)'}`,
    `  ${group.sampleMessage}`,
    ...group.shape.map(fact => `  ${fact.text}`),
  ]
    .map(line => fit(line, lineWidth))
    .join('\n')
}
