import type { OperatorError } from '../console/trpc-options.ts'

export interface CallInWords {
  readonly title: string
  readonly faults: readonly { readonly path: string; readonly message: string }[]
}

/** What to do about a refusal, by its code. */
const advice: Readonly<Record<string, string>> = {
  'state-conflict': 'Its state changed meanwhile: look again and choose what is still dead.',
  'dead-letter-not-found': 'It may have been deleted, or the number is wrong.',
  'replay-not-found': 'The number is wrong, or the replay is older than what is kept.',
  'edited-meanwhile': 'What you see is renewed: look at it, then confirm once more.',
  'approval-by-another': 'Somebody else has to decide; send them the address of this page.',
  'schema-mismatch': 'Correct what is named below.',
  'invalid-input': 'Correct what is named below.',
  'payload-too-large': 'A payload has at most 1 MiB.',
  'rate-limited': 'Wait a moment and try again.',
  unavailable: 'The database is away for now. Nothing was changed; try again in a moment.',
  internal: 'Nothing was changed. Try again; if it stays so, tell who runs Touchline.',
}

interface Told {
  readonly message: string
  readonly data?: { readonly errorCode?: string; readonly faults?: CallInWords['faults'] } | null | undefined
}

/** A failed call as a person reads it: what was wrong, and what to do. */
export function callInWords(error: Told): CallInWords {
  const { data } = error
  if (!data) {
    return {
      title:
        'The console did not answer. Look at your connection and try again; nothing is known to have changed.',
      faults: [],
    }
  }
  const what = error.message.charAt(0).toUpperCase() + error.message.slice(1)
  const next = advice[data.errorCode ?? '']
  return { title: [`${what}.`, next].filter(Boolean).join(' '), faults: data.faults ?? [] }
}

export const codeOf = (error: OperatorError | null | undefined): string | undefined =>
  (error as Told | null | undefined)?.data?.errorCode

/** For a dialog's one line. */
export function callInOneLine(error: Told | null | undefined): string | null {
  if (!error) return null
  const { title, faults } = callInWords(error)
  const named = faults.slice(0, 5).map(({ path, message }) => `${path}: ${message}`)
  return [title, ...named].join(' ')
}
