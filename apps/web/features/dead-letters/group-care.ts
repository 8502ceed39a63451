import type { OperatorInputs } from '../console/trpc-options.ts'
import type { ShownGroupState } from './letter-words.ts'

type Change = Omit<OperatorInputs['deadLetterGroup']['update'], 'fingerprint' | 'version' | 'reason'>

export interface CareAction {
  readonly id: string
  readonly label: string
  /** What it does, before it is done. */
  readonly text: string
  readonly change: Change
}

interface CaredFor {
  readonly state: ShownGroupState
  readonly owner: string | null
}

const ignoring = (id: string, label: string, text: string, ignoreForHours?: number): CareAction => ({
  ...{ id, label, text },
  change: { state: 'ignored', ...(ignoreForHours === undefined ? {} : { ignoreForHours }) },
})

export const ignoreActions: readonly CareAction[] = [
  ignoring('ignore-hour', 'For an hour', 'It counts as ignored for an hour, and as unresolved after.', 1),
  ignoring('ignore-day', 'For a day', 'It counts as ignored for a day, and as unresolved after.', 24),
  ignoring('ignore-week', 'For a week', 'It counts as ignored for a week, and as unresolved after.', 168),
  ignoring('ignore', 'For good', 'It counts as ignored until somebody says otherwise.'),
]

export const resolveAction: CareAction = {
  id: 'resolve',
  label: 'Resolve',
  text: 'It counts as mended. Another letter that dies of it makes it a regression.',
  change: { state: 'resolved' },
}
export const unresolveAction: CareAction = {
  id: 'unresolve',
  label: 'Unresolve',
  text: 'It counts as unresolved, and asks to be looked at again.',
  change: { state: 'unresolved' },
}

/** Taking it, or letting it go. */
export function ownerAction({ owner }: Pick<CaredFor, 'owner'>, operatorName: string): CareAction {
  if (owner === operatorName) {
    return {
      id: 'release',
      label: 'Give up ownership',
      text: 'Nobody owns it then.',
      change: { owner: null },
    }
  }
  const text = owner === null ? 'You own it then.' : `You own it then, in place of ${owner}.`
  return { id: 'take', label: 'Take ownership', text, change: { owner: operatorName } }
}

export const whyNotResolve = (state: ShownGroupState): string | undefined =>
  state === 'resolved' ? 'It is resolved already.' : undefined
export const whyNotUnresolve = (state: ShownGroupState): string | undefined =>
  state === 'unresolved' ? 'It is unresolved already.' : undefined
