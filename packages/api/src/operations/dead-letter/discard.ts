import { plainText } from '@touchline/contracts'
import { countLetters, type Database, discardLetters, inTransaction } from '@touchline/db'
import { z } from 'zod'
import { type Actor, audit } from '../actor.ts'
import { filterFaults } from '../masking/hidden-filter.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import {
  type ChosenCounts,
  countChosen,
  isOneChoice,
  letterChoiceShape,
  maxChosen,
  oneChoice,
  toChoice,
} from './choice.ts'

export const discardDeadLettersInput = z
  .object({ ...letterChoiceShape, reason: plainText(500) })
  .refine(isOneChoice, oneChoice)

export interface Discarded extends Omit<ChosenCounts, 'dead'> {
  readonly discarded: number
}

/** Gives letters up for good: those that are dead or dead again; others are left as they are and counted. */
export async function discardDeadLetters(
  database: Database,
  { reason, ...asked }: z.output<typeof discardDeadLettersInput>,
  actor: Actor,
): Promise<Outcome<Discarded, 'dead-letter-not-found' | 'invalid-input'>> {
  const faults = await filterFaults(database, asked.query, 'query')
  if (faults.length > 0) return failed('invalid-input', faults)
  const choice = toChoice(asked)
  return inTransaction(database.pool, async tx => {
    const { dead, others, unknown } = countChosen(choice, await countLetters(tx, choice))
    if (dead === 0 && Object.keys(others).length === 0) return failed('dead-letter-not-found')
    if (dead > maxChosen) {
      return failed('invalid-input', [{ path: 'query', message: `chooses more than ${maxChosen} letters` }])
    }
    const discarded = await discardLetters(tx, { choice, reason, by: actor.name })
    const subject = {
      kind: 'dead-letters',
      id: asked.ids?.length === 1 ? String(asked.ids[0]) : `${discarded} letters`,
    }
    await audit(tx, actor, {
      action: 'deadLetter.discard',
      subject,
      reason,
      details: { ...asked, discarded },
    })
    return succeeded({ discarded, others, unknown })
  })
}
