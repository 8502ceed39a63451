import type { Metrics, Operations } from '@touchline/telemetry'
import { createAnswers } from './answers.ts'
import { hear, type Measure, type ToPrimary, type ToWorker } from './messages.ts'

/** A process's place among those that share its port. */
export interface Place {
  /** The same metrics, whose exposition speaks for all processes of the host. */
  speakForAll(own: Metrics): Metrics
  /** Tells the primary that this process serves, and what can be asked of it from now on. */
  serving(operations: Operations): void
}

const gatherWithinMs = 2_000

/** Joins the host of which this process is a worker; `stop` is called when the primary wants it to end. */
export function joinHost(stop: () => void): Place {
  const answers = createAnswers()
  let own: Metrics | undefined
  let operations: Operations | undefined
  const tell = (message: ToPrimary) => {
    if (process.connected) process.send?.(message, undefined, undefined, () => {})
  }
  const measure = async (id: number, what: Measure) => {
    if (what === 'exposition') {
      if (own) tell({ host: 'measured', id, text: await own.exposition() })
    } else if (operations) tell({ host: 'measured', id, text: JSON.stringify(await operations[what]()) })
  }
  process.on(
    'message',
    hear<ToWorker>(message => {
      if (message.host === 'stop') stop()
      else if (message.host === 'leave') operations?.leave()
      else if (message.host === 'measure') void measure(message.id, message.what)
      else if (message.host === 'gathered') answers.take(message.id, message.text)
    }),
  )
  return {
    speakForAll(metrics) {
      own = metrics
      const ask = () => answers.ask(id => tell({ host: 'gather', id }), gatherWithinMs)
      return { ...metrics, exposition: async () => (await ask()) ?? metrics.exposition() }
    },
    serving(own) {
      operations = own
      tell({ host: 'serving' })
    },
  }
}
