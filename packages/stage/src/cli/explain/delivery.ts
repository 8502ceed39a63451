import { type Explanation, explainDelivery, explainDeliveryInput } from '@touchline/api'
import { CliFault, type Command, noWords, orFault, parseInput, readArgs } from '../command.ts'
import { visible, visibleJson } from '../terminal/visible.ts'

const text = { type: 'string' } as const
const options = {
  fan: text,
  connection: text,
  event: text,
  json: { type: 'boolean', default: false },
} as const

/** Verdicts that leave the fan with the event, or with just what was asked for. */
const asItShould = new Set(['delivered', 'passed-on', 'held-back', 'on-its-way', 'not-asked-for'])

export const delivery: Command = {
  help: `usage: npm run explain -- (--fan FAN | --connection ID) --event EVENT [--json]
Why a fan did or did not get an event, from what was recorded; the journal of feeds is about a second behind.

  --fan FAN        the fan's id, or key: and the id of a developer's key
  --connection ID  one connection, of whomever
  --event EVENT    MATCH/EPOCH:SEQ, or SOURCE:ID as the source knows it (sensor, broadcast or social)
  --json           all of it, for programs

Exit code 1 where the fan did not get it. It reads DATABASE_URL, or else the embedded database in TOUCHLINE_DATA
(default .touchline).
`,
  prepare(args) {
    const { values, positionals } = readArgs(args, options)
    noWords(positionals)
    const { fan, connection: connectionId, event } = values
    const input = parseInput(
      explainDeliveryInput,
      { ...(fan && { fan }), ...(connectionId && { connectionId }), event: readEvent(event) },
      {
        connectionId: 'connection',
        matchId: 'event',
        position: 'event',
        source: 'event',
        sourceEventId: 'event',
      },
    )
    return async ({ database, terminal }) => {
      const explanation = orFault(await explainDelivery(database, input, new Date()))
      terminal.out(`${values.json ? visibleJson(explanation) : explanationText(explanation)}\n`)
      return asItShould.has(explanation.verdict) ? 0 : 1
    }
  },
}

/** `match/1:234`, or `broadcast:abc`. */
function readEvent(event: string | undefined) {
  const place = /^([^/]+)\/(\d+:\d+)$/.exec(event ?? '')
  if (place) return { matchId: place[1], position: place[2] }
  const told = /^(sensor|broadcast|social):(.+)$/.exec(event ?? '')
  if (told) return { source: told[1], sourceEventId: told[2] }
  throw new CliFault('give --event as MATCH/EPOCH:SEQ or SOURCE:ID')
}

const explanationText = ({ verdict, text, facts, versions }: Explanation): string =>
  [
    `${verdict}: ${visible(text)}`,
    '',
    ...facts.map(fact => `  ${fact.at}  ${visible(fact.text)}`),
    ...versionLines(versions),
  ].join('\n')

/** What became of the event since it first came; empty where it never changed. */
function versionLines(versions: Explanation['versions']): string[] {
  const [oldest] = versions
  if (!oldest) return []
  const lines = versions.map(({ position, version, revision, storedAt, isWithdrawn, isCurrent }) => {
    const named = `version ${version}${revision === null ? '' : `, revision ${revision}`}`
    const marks = [isWithdrawn && 'withdrawn', isCurrent && 'current'].filter(Boolean)
    return `  ${[storedAt, position, named, ...marks].join('  ')}`
  })
  const earlier = oldest.version > 1 ? [`  (${oldest.version - 1} earlier)`] : []
  return ['', 'versions of the event:', ...earlier, ...lines]
}
