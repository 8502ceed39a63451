import { atCommandLine, createReplay, createReplayInput, type ReplayView } from '@touchline/api'
import {
  CliFault,
  type Command,
  type CommandContext,
  currentUser,
  noWords,
  orFault,
  parseInput,
  readArgs,
} from '../command.ts'
import { visibleJson } from '../terminal/visible.ts'
import { choiceOptions, filterHelp, flags, readChoice } from './filter-options.ts'
import { readPayload } from './payload-file.ts'
import { createdText, replayText } from './replay-text.ts'
import { watchReplay } from './watch-replay.ts'

const help = `usage: npm run dlq -- replay (--id ID … | filters) --reason TEXT [options]
Replays dead letters: the set is frozen now, and a processor works it off. Letters that are not dead
are left out. One of more than 500 letters begins when somebody else has approved it. Waits until it is over and shows
how it comes on; Ctrl-C leaves it running.

  --id ID               may be given several times
${filterHelp}  --reason TEXT         why, for those who look later (required)
  --by NAME             who asks                                           (the user of this machine)
  --dry-run             only try: what would recover, what would fail again
  --rate N              letters a second, 1 to 10000                                            (100)
  --no-canary           all at once instead of 1, 10, 1 %, all
  --payload FILE        a corrected event as JSON, in place of the one letter's own
  --no-wait             do not wait for the end
  --json                the replay as JSON, and no progress

Exit code 0: finished, and nothing died again or would (with --no-wait: created). 1: not so. 2: not created.
`
const flag = { type: 'boolean', default: false } as const
const options = {
  ...choiceOptions,
  reason: { type: 'string' },
  by: { type: 'string' },
  'dry-run': flag,
  rate: { type: 'string', default: '100' },
  'no-canary': flag,
  payload: { type: 'string' },
  'no-wait': flag,
  json: flag,
} as const

export const replay: Command = {
  help,
  prepare(args) {
    const { values, positionals } = readArgs(args, options)
    noWords(positionals)
    if (values.reason === undefined)
      throw new CliFault('--reason is required: those who look later want to know why')
    const choice = readChoice(values)
    const asked = {
      ...choice,
      mode: values['dry-run'] ? 'dry_run' : 'live',
      reason: values.reason,
      ratePerSecond: Number(values.rate),
      canary: values['no-canary'] ? false : undefined,
      edits: values.payload === undefined ? [] : [editOf(choice.ids, values.payload)],
    }
    const input = parseInput(createReplayInput, asked, flags)
    const by = atCommandLine(values.by ?? currentUser())
    return async context => {
      const created = orFault(await createReplay(context.database, input, by))
      const { json } = values
      if (!json) context.terminal.out(`${createdText(created)}\n`)
      if (values['no-wait']) {
        if (json) context.terminal.out(`${visibleJson(created)}\n`)
        return 0
      }
      return follow(context, created.id, json)
    }
  },
}

function editOf(ids: readonly string[] | undefined, file: string) {
  const [letterId, ...more] = ids ?? []
  if (letterId === undefined || more.length > 0)
    throw new CliFault('--payload is for one letter, named by --id')
  return { letterId, payload: readPayload(file) }
}

async function follow(context: CommandContext, id: string, json: boolean): Promise<number> {
  const ended = await watchReplay(context, { id, quiet: json })
  if (!ended) {
    context.terminal.err(`replay ${id} goes on; to abort it: npm run dlq -- abort ${id}\n`)
    return 130
  }
  context.terminal.out(`${json ? visibleJson(ended) : replayText(ended)}\n`)
  return isClean(ended) ? 0 : 1
}

const isClean = ({ state, progress: { outcomes } }: ReplayView): boolean =>
  state === 'finished' && !outcomes.dead_again && !outcomes.would_fail
