import { approvalAboveLetters, type LetterState, plainText, replayModeSchema } from '@touchline/contracts'
import {
  countLetters,
  type Database,
  type EditableLetter,
  insertReplay,
  inTransaction,
  readEditable,
  saveEdits,
  type Transaction,
} from '@touchline/db'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import {
  type AskedChoice,
  type ChosenCounts,
  countChosen,
  isOneChoice,
  letterChoiceShape,
  maxChosen,
  oneChoice,
  rowIdSchema,
  toChoice,
} from '../dead-letter/choice.ts'
import { filterFaults } from '../masking/hidden-filter.ts'
import { failed, type Outcome, type Refusal, succeeded } from '../outcome.ts'
import { editedEvent } from './edited-event.ts'

const editSchema = z.object({
  letterId: rowIdSchema,
  /** The whole corrected event. */
  payload: z.unknown(),
})
type Edit = z.output<typeof editSchema>

export const createReplayInput = z
  .object({
    ...letterChoiceShape,
    mode: replayModeSchema,
    reason: plainText(500),
    /** Letters a second. */
    ratePerSecond: z.int().min(1).max(10_000).default(100),
    /** Default: for more than one letter. */
    canary: z.boolean().optional(),
    edits: z.array(editSchema).max(100).default([]),
  })
  .refine(isOneChoice, oneChoice)
  .refine(({ ids = [], edits }) => edits.every(edit => ids.includes(edit.letterId)), {
    path: ['edits'],
    message: 'can be given for letters named by ids alone',
  })
  .refine(({ edits }) => new Set(edits.map(edit => edit.letterId)).size === edits.length, {
    path: ['edits'],
    message: 'must name each letter once',
  })
export type CreateReplayInput = z.output<typeof createReplayInput>

export interface CreatedReplay {
  readonly id: string
  readonly total: number
  /** `awaiting_approval`: a live one of more than `approvalAboveLetters`. */
  readonly state: 'pending' | 'awaiting_approval'
  /** Chosen, and not dead or dead again. */
  readonly leftOut: Partial<Record<LetterState, number>>
  readonly unknown: number
}

type Failure = 'dead-letter-not-found' | 'state-conflict' | 'schema-mismatch' | 'invalid-input'

/**
 * Freezes a set of letters as a pending replay, which a processor then works off. `dead-letter-not-found`: nothing is
 * chosen. `state-conflict`: nothing that is chosen, or not all that is corrected, is dead. `schema-mismatch`: a
 * corrected event has faults. `invalid-input`: too many are chosen, or by what is hidden. One transaction, on one state of the database.
 */
export async function createReplay(
  database: Database,
  { ids, query, edits, ...replay }: CreateReplayInput,
  actor: Actor,
): Promise<Outcome<CreatedReplay, Failure>> {
  const hidden = await filterFaults(database, query, 'query')
  if (hidden.length > 0) return failed('invalid-input', hidden)
  return inTransaction(database.pool, async tx => {
    await tx.query('set transaction isolation level repeatable read')
    const asked: AskedChoice = { ids, query }
    const choice = toChoice(asked)
    const counts = countChosen(choice, await countLetters(tx, choice))
    const letters = await readEditable(
      tx,
      edits.map(edit => edit.letterId),
    )
    const refused = refusalOf(counts) ?? refusalOfEdits(edits, letters)
    if (refused) return refused
    const { id, total, state } = await insertReplay(tx, {
      ...replay,
      approvalAbove: approvalAboveLetters,
      canary: replay.mode === 'dry_run' ? false : replay.canary,
      choice,
      query: ids ? { ids } : query,
      requestedBy: actor.name,
    })
    await correct(tx, id, { edits, letters })
    await audit(tx, actor, {
      ...{ action: 'replay.create', subject: { kind: 'replay', id }, reason: replay.reason },
      details: { mode: replay.mode, total, state, ids, query, corrected: edits.map(edit => edit.letterId) },
    })
    return succeeded({ id, total, state, leftOut: counts.others, unknown: counts.unknown })
  })
}

function refusalOf({ dead, others }: ChosenCounts): Refusal<Failure> | undefined {
  if (dead > maxChosen) {
    return failed('invalid-input', [{ path: 'query', message: `chooses more than ${maxChosen} letters` }])
  }
  if (dead > 0) return undefined
  return failed(Object.keys(others).length === 0 ? 'dead-letter-not-found' : 'state-conflict')
}

const dead: ReadonlySet<LetterState> = new Set(['dead', 'dead_again'])
/** Stands for the replay's id while its corrections are only looked at. */
const noReplay = '0'

function refusalOfEdits(
  edits: readonly Edit[],
  letters: readonly EditableLetter[],
): Refusal<Failure> | undefined {
  if (letters.length < edits.length) return failed('dead-letter-not-found')
  if (letters.some(letter => !dead.has(letter.state))) return failed('state-conflict')
  const faults = correctionsOf(edits, letters, noReplay).flatMap(event => (event.ok ? [] : event.faults))
  return faults.length > 0 ? failed('schema-mismatch', faults) : undefined
}

function correctionsOf(edits: readonly Edit[], letters: readonly EditableLetter[], replayId: string) {
  const byId = new Map(letters.map(letter => [letter.id, letter]))
  return edits.flatMap(({ letterId, payload }) => {
    const letter = byId.get(letterId)
    return letter ? [{ letterId, ...editedEvent(letter, payload, replayId) }] : []
  })
}

async function correct(
  tx: Transaction,
  replayId: string,
  { edits, letters }: { readonly edits: readonly Edit[]; readonly letters: readonly EditableLetter[] },
): Promise<void> {
  const items = correctionsOf(edits, letters, replayId).flatMap(event =>
    event.ok
      ? [{ letterId: event.letterId, edited: event.bytes, newSourceEventId: event.newSourceEventId }]
      : [],
  )
  await saveEdits(tx, replayId, items)
}
