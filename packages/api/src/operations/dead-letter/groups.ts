import { countPathTypes, type Database, groupLetters, type LetterGroup } from '@touchline/db'
import { z } from 'zod'
import { type Outcome, succeeded } from '../outcome.ts'
import { letterFilterSchema } from './choice.ts'
import { pathsOf, type ShapeFact, shapeFacts } from './shape-facts.ts'

export const groupDeadLettersInput = z.object({
  filter: letterFilterSchema.default({}),
  limit: z.int().min(1).max(100).default(20),
})

export interface DeadLetterGroup extends LetterGroup {
  readonly shape: readonly ShapeFact[]
}

/** Letters that died of the same, by fingerprint; the largest groups first. */
export async function groupDeadLetters(
  database: Database,
  { filter, limit }: z.output<typeof groupDeadLettersInput>,
): Promise<Outcome<{ items: readonly DeadLetterGroup[] }, never>> {
  const groups = await groupLetters(database, filter, limit)
  const wanted = groups.map(group => ({ fingerprint: group.fingerprint, paths: pathsOf(group) }))
  const types = Map.groupBy(await countPathTypes(database, filter, wanted), type => type.fingerprint)
  const items = groups.map((group, index) => ({
    ...group,
    shape: shapeFacts(wanted[index]?.paths ?? [], types.get(group.fingerprint) ?? [], group.letters),
  }))
  return succeeded({ items })
}
