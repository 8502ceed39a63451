import { join } from 'node:path'
import { createSpool, type Spool } from '@touchline/resilience'
import { createInfluxSink, type InfluxSink } from './jobs/aggregate/influx-sink.ts'
import { createLetterStore, type LetterStore } from './letters/letter-store.ts'
import type { Meters } from './meters.ts'
import type { OnError, ProcessorOptions } from './options.ts'

/** What this process keeps on its own disk while something else is away. */
export interface Spools {
  readonly letters: LetterStore
  readonly sink: InfluxSink | undefined
  stop(): Promise<void>
}

export async function openSpools(
  { database, spool, influx, metrics }: ProcessorOptions,
  meters: Meters,
  failed: OnError,
): Promise<Spools> {
  const open = (name: string) =>
    createSpool({
      folder: join(spool.folder, name),
      maxBytes: spool.maxBytes,
      onError: failed(`${name}-spool`),
    })
  const letterSpool = await open('letters')
  const letters = createLetterStore({
    database,
    spool: letterSpool,
    onSpooled: meters.letters('spooled'),
    onDrained: meters.letters('drained'),
    onError: failed('letter-store'),
  })
  const influxSpool = influx && (await open('influx'))
  const sink =
    influx && influxSpool && createInfluxSink({ ...influx, spool: influxSpool, onError: failed('influx') })
  const spools: readonly [string, Spool | undefined][] = [
    ['letters', letterSpool],
    ['influx', influxSpool],
  ]
  metrics.gauge('touchline_processor_spool_bytes', 'Held on disk until what it is for is back', () =>
    spools.flatMap(([name, one]) => (one ? [{ value: one.depth().bytes, attributes: { spool: name } }] : [])),
  )
  return {
    letters,
    sink,
    stop: async () => {
      await letters.stop()
      await sink?.stop()
      for (const [, one] of spools) await one?.close()
    },
  }
}
