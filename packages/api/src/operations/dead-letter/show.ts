import type { Fault } from '@touchline/contracts'
import {
  type Database,
  findReveal,
  getLetter,
  type LetterDetail,
  type LetterReplay,
  type OpenReveal,
  readLetterReplays,
} from '@touchline/db'
import { z } from 'zod'
import type { Actor } from '../actor.ts'
import { type RawView, type ShownBytes, showBytes } from '../masking/raw-view.ts'
import { hiddenMarker, looksSensitive, maskText } from '../masking/sensitive.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { rowIdSchema } from './choice.ts'
import { schemaFaults } from './event-schema.ts'
import { type NextStep, nextSteps } from './next-steps.ts'

export const showDeadLetterInput = z.object({ id: rowIdSchema })

/** Who looks, and when. */
export interface Viewer {
  readonly operator: Pick<Actor, 'id'>
  readonly now: Date
}

export interface DeadLetterView extends Omit<LetterDetail, 'raw'> {
  readonly raw: RawView
  /** What is hidden of the record; empty where nothing is, or it is revealed. */
  readonly hiddenPaths: readonly string[]
  /** Set while this operator may see what is hidden. */
  readonly reveal: OpenReveal | null
  /** What will become of it by itself, in the order of time. */
  readonly next: readonly NextStep[]
  /** What the schema of today says of the record. */
  readonly faults: readonly Fault[]
  /** The newest first, at most 100. */
  readonly replays: readonly LetterReplay[]
}

const maxReplays = 100

/** All that is known of a dead letter; what is sensitive in it is hidden unless the viewer has revealed it. */
export async function showDeadLetter(
  database: Database,
  { id }: z.output<typeof showDeadLetterInput>,
  { operator, now }: Viewer,
): Promise<Outcome<DeadLetterView, 'dead-letter-not-found'>> {
  const [letter, replays, reveal] = await Promise.all([
    getLetter(database, id),
    readLetterReplays(database, id, maxReplays),
    findReveal(database, { userId: operator.id, kind: 'dead-letter', id }),
  ])
  if (!letter) return failed('dead-letter-not-found')
  const isRevealed = reveal !== undefined
  const { raw, hiddenPaths } = showBytes(letter.raw, isRevealed)
  const texts = isRevealed ? {} : maskedTexts(letter)
  return succeeded({
    ...letter,
    ...texts,
    headers: withoutSecrets(letter.headers, isRevealed),
    ...{ raw, hiddenPaths, reveal: reveal ?? null },
    next: nextSteps(letter, now.getTime()),
    faults: schemaFaults(letter.source, payloadOf(letter)),
    replays: isRevealed ? replays : replays.map(withMaskedMessage),
  })
}

/** What a letter's bytes hold, with nothing hidden: only for what tells no value. */
export const payloadOf = ({ raw }: Pick<LetterDetail, 'raw'>): ShownBytes['payload'] =>
  showBytes(raw, true).payload

const maskedTexts = ({ errorMessage, evidence, shape }: LetterDetail) => ({
  errorMessage: maskText(errorMessage),
  evidence: maskText(evidence),
  shape: Object.fromEntries(
    Object.entries(shape).map(([path, type]) => [looksSensitive(path) ? hiddenMarker : path, type]),
  ),
})

/** An error's message may quote a value. */
export const withMaskedMessage = <T extends { readonly message: string | null }>(row: T): T =>
  row.message === null ? row : { ...row, message: maskText(row.message) }

const secretNames = /authori[sz]ation|cookie|token|secret|signature|password|credential|api-?key/i

/** Secrets open doors: they stay hidden from everybody. */
const withoutSecrets = (
  headers: Readonly<Record<string, string>>,
  isRevealed: boolean,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (secretNames.test(name)) return [name, '(hidden)']
      return [name, isRevealed ? value : maskText(value)]
    }),
  )
