import { keptAnswer } from '@touchline/contracts/answers'
import type { Metrics } from '@touchline/telemetry'
import { createAnswers } from './answers.ts'
import { type Exposition, mergeExpositions } from './exposition.ts'

const answerWithinMs = 1_000
/** Each worker asks for all of them at most so often; together no oftener either. */
const gatheredKeptMs = 1_000

/** Asks every process of the host what it measured. */
export interface Gathering {
  /** One text for all; who does not answer within a second is missing from it. */
  gather(): Promise<string>
  measured(id: number, text: string): void
}

/** A worker that can be asked. */
export interface Measured {
  readonly name: string
  measure(id: number): void
}

export function createGathering(workers: () => readonly Measured[], own: Metrics): Gathering {
  const answers = createAnswers()
  const measure = async (worker: Measured): Promise<Exposition | undefined> => {
    const text = await answers.ask(id => worker.measure(id), answerWithinMs)
    return text === undefined ? undefined : { worker: worker.name, text }
  }
  const gather = async () => {
    const measured = await Promise.all(workers().map(measure))
    const primary = { worker: 'primary', text: await own.exposition() }
    return mergeExpositions([...measured.filter(one => one !== undefined), primary])
  }
  return {
    gather: keptAnswer(gather, gatheredKeptMs),
    measured: answers.take,
  }
}
