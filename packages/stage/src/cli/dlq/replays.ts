import {
  type Actor,
  abortReplay,
  atCommandLine,
  listReplays,
  listReplaysInput,
  type Outcome,
  replayInput,
  resumeReplay,
  showReplay,
} from '@touchline/api'
import type { Database } from '@touchline/db'
import { type Command, currentUser, noWords, oneWord, orFault, parseInput, readArgs } from '../command.ts'
import { visibleJson } from '../terminal/visible.ts'
import { flags } from './filter-options.ts'
import { replaysText, replayText } from './replay-text.ts'

const json = { type: 'boolean', default: false } as const
const by = { type: 'string' } as const
const listOptions = {
  state: { type: 'string', multiple: true },
  limit: { type: 'string', default: '50' },
  before: { type: 'string' },
  json,
} as const

export const replays: Command = {
  help: `usage: npm run dlq -- replays [--state STATE …] [--limit N] [--before ID] [--json]
Replays, the newest first. States: awaiting_approval, pending, running, finished, stopped, aborted, declined.
`,
  prepare(args) {
    const { values, positionals } = readArgs(args, listOptions)
    noWords(positionals)
    const asked = { states: values.state, limit: Number(values.limit), beforeId: values.before }
    const input = parseInput(listReplaysInput, asked, { ...flags, beforeId: 'before' })
    return async ({ database, terminal }) => {
      const page = orFault(await listReplays(database, input))
      terminal.out(`${values.json ? visibleJson(page) : replaysText(page)}\n`)
      return 0
    }
  },
}

export const status: Command = {
  help: `usage: npm run dlq -- status REPLAY [--json]
How far a replay has come, and what failed by fingerprint.
`,
  prepare(args) {
    const { values, positionals } = readArgs(args, { json })
    const input = parseInput(replayInput, { id: oneWord(positionals, 'the id of one replay') })
    return async ({ database, terminal }) => {
      const replay = orFault(await showReplay(database, input, new Date()))
      terminal.out(`${values.json ? visibleJson(replay) : replayText(replay)}\n`)
      return 0
    }
  },
}

type Change = (
  database: Database,
  input: { id: string },
  actor: Actor,
) => Promise<Outcome<{ readonly id: string; readonly state: string }>>

const changing = (help: string, change: Change): Command => ({
  help,
  prepare(args) {
    const { values, positionals } = readArgs(args, { json, by })
    const input = parseInput(replayInput, { id: oneWord(positionals, 'the id of one replay') })
    const actor = atCommandLine(values.by ?? currentUser())
    return async ({ database, terminal }) => {
      const changed = orFault(await change(database, input, actor))
      terminal.out(`${values.json ? visibleJson(changed) : `replay ${changed.id} is ${changed.state}`}\n`)
      return 0
    }
  },
})

export const abort = changing(
  `usage: npm run dlq -- abort REPLAY [--by NAME] [--json]
Ends a replay that is not over: what is not sent yet stays dead. It can be resumed, unless it awaited approval.
`,
  abortReplay,
)

export const resume = changing(
  `usage: npm run dlq -- resume REPLAY [--by NAME] [--json]
Lets a replay that stopped itself, or was aborted, go on with what it has not sent.
`,
  resumeReplay,
)
