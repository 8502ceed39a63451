import { setTimeout as pause } from 'node:timers/promises'
import { type ReplayView, showReplay } from '@touchline/api'
import { type CommandContext, orFault } from '../command.ts'
import { replayLine } from './replay-text.ts'

const pollMs = 1_000
const patienceMs = 10_000

/** Shows how a replay comes on until it is over; undefined if the watcher left before. */
export async function watchReplay(
  { database, terminal, untilInterrupted }: CommandContext,
  { id, quiet }: { readonly id: string; readonly quiet: boolean },
): Promise<ReplayView | undefined> {
  const signal = untilInterrupted()
  const say = progressOf(terminal, quiet)
  const began = Date.now()
  let warned = false
  let asked = false
  while (!signal.aborted) {
    const replay = orFault(await showReplay(database, { id }, new Date()))
    if (isOver(replay)) {
      say.end()
      return replay
    }
    say.line(replayLine(replay))
    if (!asked && replay.state === 'awaiting_approval') {
      asked = true
      say.remark(`somebody else has to agree: npm run dlq -- approve ${id} --reason TEXT`)
    }
    if (!warned && replay.state === 'pending' && Date.now() - began > patienceMs) {
      warned = true
      say.remark('no processor has taken it yet: is one running?')
    }
    await pause(pollMs, undefined, { signal }).catch(() => {})
  }
  say.end()
  return undefined
}

export const isOver = ({ state }: ReplayView): boolean =>
  state === 'finished' || state === 'stopped' || state === 'aborted' || state === 'declined'

/** One line that is written anew on a terminal, a line a second elsewhere, nothing where a program reads. */
function progressOf({ err, isInteractive }: CommandContext['terminal'], quiet: boolean) {
  if (quiet) return { line: () => {}, remark: () => {}, end: () => {} }
  if (!isInteractive) {
    const line = (text: string) => err(`${text}\n`)
    return { line, remark: line, end: () => {} }
  }
  return {
    line: (text: string) => err(`\r\u001b[K${text}`),
    remark: (text: string) => err(`\r\u001b[K${text}\n`),
    end: () => err('\r\u001b[K'),
  }
}
