import { countLetters, type Database } from '@touchline/db'
import { z } from 'zod'
import { filterFaults } from '../masking/hidden-filter.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import {
  type AskedChoice,
  type ChosenCounts,
  countChosen,
  isOneChoice,
  letterChoiceShape,
  oneChoice,
  toChoice,
} from './choice.ts'

export const countDeadLettersInput = z.object(letterChoiceShape).refine(isOneChoice, oneChoice)

/** What a replay or a discard of this choice would take, and what it would leave out. */
export async function countDeadLetters(
  database: Database,
  input: AskedChoice,
): Promise<Outcome<ChosenCounts, 'invalid-input'>> {
  const faults = await filterFaults(database, input.query, 'query')
  if (faults.length > 0) return failed('invalid-input', faults)
  const choice = toChoice(input)
  return succeeded(countChosen(choice, await countLetters(database.pool, choice)))
}
