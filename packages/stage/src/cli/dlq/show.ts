import {
  atCommandLine,
  type DeadLetterView,
  openReveal,
  openRevealInput,
  showDeadLetter,
  showDeadLetterInput,
} from '@touchline/api'
import { type Command, currentUser, oneWord, orFault, parseInput, readArgs } from '../command.ts'
import { localTime } from '../terminal/local-time.ts'
import { fit, visible, visibleJson } from '../terminal/visible.ts'

const help = `usage: npm run dlq -- show ID [--reveal REASON] [--by NAME] [--json]
All that is known of one dead letter: its record, why and where it died, and its replays.
Control characters in it are shown as escapes; values of headers that look like secrets are hidden.

  --reveal REASON       show the record's sensitive fields too, for ten minutes; this is written to the audit
  --by NAME             who looks                                          (the user of this machine)
`

const options = {
  reveal: { type: 'string' },
  by: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

export const show: Command = {
  help,
  prepare(args) {
    const { values, positionals } = readArgs(args, options)
    const input = parseInput(showDeadLetterInput, { id: oneWord(positionals, 'the id of one letter') })
    const operator = atCommandLine(values.by ?? currentUser())
    const wish =
      values.reveal === undefined
        ? undefined
        : parseInput(openRevealInput, { kind: 'dead-letter', id: input.id, reason: values.reveal })
    return async ({ database, terminal }) => {
      if (wish) orFault(await openReveal(database, wish, operator))
      const letter = orFault(await showDeadLetter(database, input, { operator, now: new Date() }))
      terminal.out(`${values.json ? visibleJson(letter) : letterText(letter)}\n`)
      return 0
    }
  },
}

const time = (instant: string | null): string => (instant === null ? '' : localTime(instant))

export function letterText(letter: DeadLetterView): string {
  return [
    ...factLines(letter),
    ...section('headers', letter.headers),
    ...section('shape', letter.shape),
    `raw, ${letter.raw.bytes} bytes${rawRemark(letter)}`,
    ...rawLines(letter.raw).map(line => `  ${line}`),
    ...replayLines(letter),
  ].join('\n')
}

function factLines(letter: DeadLetterView): string[] {
  const facts: [string, string][] = [
    ['letter', `${letter.id}, ${letter.state}`],
    ['event', `${letter.source} ${letter.sourceEventId} ${letter.eventType}`.trim()],
    ['match', letter.matchId || '(none)'],
    ['provider', letter.provider],
    [
      'from',
      `${letter.topic}, partition ${letter.partition}, offset ${letter.offset}, ${time(letter.originAt)}`,
    ],
    ['died', `at ${letter.stage} in group ${letter.consumerGroup}, build ${letter.build || '(unknown)'}`],
    ['because', `${letter.errorCode}: ${letter.errorMessage}`],
    ['disposition', `${letter.disposition}: ${letter.evidence}`],
    ['fingerprint', `${letter.fingerprint} (version ${letter.fingerprintVersion})`],
    ['failed', `${time(letter.firstFailedAt)} to ${time(letter.lastFailedAt)}`],
    ['attempts', `${letter.attempts}, deaths ${letter.deaths}, by itself ${letter.reprocessings}`],
    ['effects', letter.effects.join(', ') || 'none had committed'],
    ['trace', `${letter.correlationId} ${letter.traceparent}`.trim()],
    ['schema', letter.schemaVersion],
    ['next try', time(letter.reprocessAt)],
    ['expires', time(letter.expiresAt)],
    ['on its topic', time(letter.publishedAt)],
    ['settled', letter.settledAt ? `${time(letter.settledAt)} by ${letter.settledBy ?? ''}` : ''],
    ['note', letter.note ?? ''],
  ]
  return facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name.padEnd(13)} ${visible(value)}`)
}

const section = (title: string, values: Readonly<Record<string, string>>): string[] => [
  title,
  ...Object.entries(values).map(([name, value]) => `  ${visible(name)}: ${fit(value, 500)}`),
]

function rawRemark({ raw, hiddenPaths }: DeadLetterView): string {
  if (hiddenPaths.length > 0) return `, hidden without --reveal: ${visible(hiddenPaths.join(', '))}`
  return raw.text === null ? `, ${raw.kind}, in base64` : `, ${raw.kind}`
}

const maxRawCharacters = 20_000

function rawLines({ text, base64 }: DeadLetterView['raw']): string[] {
  const whole = text === null ? (base64 ?? '(hidden)') : indented(text)
  const lines = whole.slice(0, maxRawCharacters).split('\n').map(visible)
  return whole.length > maxRawCharacters ? [...lines, '… the rest is in --json'] : lines
}

/** JSON on lines of its own; other text keeps to one line, so that its line ends are seen. */
function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return visible(text)
  }
}

function replayLines({ replays }: DeadLetterView): string[] {
  if (replays.length === 0) return ['never replayed']
  return [
    'replays',
    ...replays.map(({ replayId, mode, outcome, settledAt, requestedBy, reason, message }) => {
      const what = outcome ? `${outcome} ${time(settledAt)}` : 'not settled'
      return `  ${fit(`${replayId}, ${mode}, ${what}, ${requestedBy}: ${reason}${message ? ` (${message})` : ''}`, 200)}`
    }),
  ]
}
