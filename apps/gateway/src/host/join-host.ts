import type { Metrics } from '@touchline/telemetry'
import { createAnswers } from './answers.ts'
import { hear, type ToPrimary, type ToWorker } from './messages.ts'

/** A process's place among those that share its port. */
export interface Place {
  /** The same metrics, whose exposition speaks for all processes of the host. */
  speakForAll(own: Metrics): Metrics
  /** Tells the primary that this process serves. */
  serving(): void
}

const gatherWithinMs = 2_000

/** Joins the host of which this process is a worker; `stop` is called when the primary wants it to end. */
export function joinHost(stop: () => void): Place {
  const answers = createAnswers()
  let own: Metrics | undefined
  const tell = (message: ToPrimary) => {
    if (process.connected) process.send?.(message, undefined, undefined, () => {})
  }
  const measure = async (id: number) => {
    if (own) tell({ host: 'measured', id, text: await own.exposition() })
  }
  process.on(
    'message',
    hear<ToWorker>(message => {
      if (message.host === 'stop') stop()
      else if (message.host === 'measure') void measure(message.id)
      else if (message.host === 'gathered') answers.take(message.id, message.text)
    }),
  )
  return {
    speakForAll(metrics) {
      own = metrics
      const ask = () => answers.ask(id => tell({ host: 'gather', id }), gatherWithinMs)
      return { ...metrics, exposition: async () => (await ask()) ?? metrics.exposition() }
    },
    serving: () => tell({ host: 'serving' }),
  }
}
