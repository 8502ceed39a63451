import type { ReplayMode, ReplayState } from '@touchline/contracts'
import type { Tone } from '../kit/display/tone.ts'

interface StateInWords {
  readonly label: string
  readonly tone: Tone
  readonly text: string
}

export const replayStates: Readonly<Record<ReplayState, StateInWords>> = {
  awaiting_approval: {
    label: 'Awaiting approval',
    tone: 'caution',
    text: 'Nothing is sent until a second person has agreed.',
  },
  pending: { label: 'Pending', tone: 'info', text: 'A processor takes it up within a second.' },
  running: { label: 'Running', tone: 'info', text: 'Letters are being sent.' },
  finished: { label: 'Finished', tone: 'good', text: 'All its letters have come to an end.' },
  stopped: { label: 'Stopped', tone: 'critical', text: 'It stopped itself. It can be resumed.' },
  aborted: { label: 'Aborted', tone: 'caution', text: 'Somebody ended it. It can be resumed.' },
  declined: { label: 'Declined', tone: 'neutral', text: 'It was refused. Nothing was sent.' },
}

export const modes: Readonly<Record<ReplayMode, string>> = { dry_run: 'Dry run', live: 'Live' }

const over: ReadonlySet<ReplayState> = new Set(['finished', 'stopped', 'aborted', 'declined'])

/** Whether nothing more will happen by itself. */
export const isOver = (state: ReplayState): boolean => over.has(state)

export function whyNotAbort(state: ReplayState): string | undefined {
  if (state === 'pending' || state === 'running' || state === 'awaiting_approval') return undefined
  return `It is ${replayStates[state].label.toLowerCase()} already.`
}

export function whyNotResume(state: ReplayState): string | undefined {
  if (state === 'stopped' || state === 'aborted') return undefined
  return 'Only a replay that stopped or was aborted can be resumed.'
}

/** Who asked cannot agree: two people look at what is large. */
export function whyNotDecide(
  { state, requestedBy }: { readonly state: ReplayState; readonly requestedBy: string },
  operatorName: string,
): string | undefined {
  if (state !== 'awaiting_approval') return 'Nothing waits for a decision.'
  return requestedBy === operatorName ? 'You asked for it yourself: somebody else has to decide.' : undefined
}
