import type { Question } from './questions.ts'

export interface Figure {
  readonly name: string
  readonly aimMs: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly maxMs: number
}

/** Answers one question; rejects where the server refuses. */
export type Ask = (question: Question) => Promise<unknown>

/** Asks all questions in turn, round by round, one at a time; the first round only warms up. */
export async function measure(ask: Ask, questions: readonly Question[], rounds: number): Promise<Figure[]> {
  const times = new Map<string, number[]>()
  for (let round = 0; round <= rounds; round += 1) {
    for (const question of questions) {
      const began = performance.now()
      await ask({ ...question, input: inputOf(question, round) })
      if (round > 0)
        times.set(question.name, [...(times.get(question.name) ?? []), performance.now() - began])
    }
  }
  return questions.map(({ name, aimMs }) => ({ name, aimMs, ...percentiles(times.get(name) ?? []) }))
}

const inputOf = ({ input }: Question, round: number): unknown =>
  typeof input === 'function' ? input(round) : input

function percentiles(times: readonly number[]) {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => Math.round((sorted[Math.ceil(sorted.length * share) - 1] ?? 0) * 10) / 10
  return { p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) }
}
