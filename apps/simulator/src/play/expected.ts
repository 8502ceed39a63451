import { count, type MatchNumbers, noNumbers } from '../script/known-numbers.ts'
import { type MatchScript, writeMatch } from '../script/match-script.ts'
import type { ResolvedScriptOptions } from '../script/options.ts'
import { deliveriesOf } from './play-match.ts'

/** The seed of a run's nth match, from 1. */
export const seedOf = ({ seed }: Pick<ResolvedScriptOptions, 'seed'>, number: number): string =>
  `${seed}:${number}`

/** A match's numbers from its script alone, without playing it. */
export function expectedNumbers(
  script: MatchScript,
  options: Pick<ResolvedScriptOptions, 'faults' | 'seed'>,
): MatchNumbers {
  const numbers = noNumbers(script.matchId, script.fixture)
  for (const delivery of Object.values(deliveriesOf(script, options)).flat()) count(numbers, delivery)
  return numbers
}

/** How many payloads the first round of a script sends. */
export function expectedDeliveries(options: ResolvedScriptOptions): number {
  let sum = 0
  for (let number = 1; number <= options.matches; number++) {
    const seed = seedOf(options, number)
    const { topics } = expectedNumbers(writeMatch('any', seed, options), { ...options, seed })
    sum += Object.values(topics).reduce((sent, topic) => sent + topic.sent, 0)
  }
  return sum
}
