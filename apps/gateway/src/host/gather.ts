import { keptAnswer } from '@touchline/contracts/answers'
import type { HealthReport, Metrics } from '@touchline/telemetry'
import { createAnswers } from './answers.ts'
import { type Exposition, mergeExpositions } from './exposition.ts'
import type { Measure } from './messages.ts'

/** A probe's checks are bounded to 2 s. */
const answerWithinMs = { exposition: 1_000, ready: 3_000, startup: 3_000 }
/** Each worker asks for all of them at most so often; together no oftener either. */
const gatheredKeptMs = 1_000

/** Asks every process of the host what it measured. */
export interface Gathering {
  /** One text for all; who does not answer in time is missing from it. */
  gather(): Promise<string>
  /** One probe's reports, of all who answer in time. */
  reports(probe: Exclude<Measure, 'exposition'>): Promise<readonly WorkerReport[]>
  measured(id: number, text: string): void
}

export interface WorkerReport {
  readonly worker: string
  readonly report: HealthReport
}

/** A worker that can be asked. */
export interface Measured {
  readonly name: string
  measure(id: number, what: Measure): void
}

export function createGathering(workers: () => readonly Measured[], own: Metrics): Gathering {
  const answers = createAnswers()
  const measureAll = async (what: Measure): Promise<Exposition[]> => {
    const measured = workers().map(async worker => {
      const text = await answers.ask(id => worker.measure(id, what), answerWithinMs[what])
      return text === undefined ? undefined : { worker: worker.name, text }
    })
    return (await Promise.all(measured)).filter(one => one !== undefined)
  }
  const gather = async () => {
    const primary = { worker: 'primary', text: await own.exposition() }
    return mergeExpositions([...(await measureAll('exposition')), primary])
  }
  return {
    gather: keptAnswer(gather, gatheredKeptMs),
    reports: async probe =>
      (await measureAll(probe)).map(({ worker, text }) => ({ worker, report: JSON.parse(text) })),
    measured: answers.take,
  }
}
