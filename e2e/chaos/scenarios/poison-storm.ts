import { setTimeout as delay } from 'node:timers/promises'
import { createKafkaEventLog } from '@touchline/streams/kafka'
import { watchLetters } from './letter-watch.ts'
import { percentile } from './percentile.ts'
import { startPoison } from './poison.ts'
import { type Scenario, startLoad } from './scenario.ts'

const poisonShare = 0.01
const letterBudgetMs = 1_000
/** A neighbour's p99 may grow by this much, in share and at least in milliseconds: a scheduler's noise. */
const [neighbourShare, noiseMs] = [0.05, 10]

/** One record in a hundred is poison: its neighbours must not feel it, and it is dead within a second. */
export const poisonStorm: Scenario = {
  name: 'poison-storm',
  summary: '1 % of all records are poison, straight in the log: dead within a second, neighbours untouched',
  defaults: { eventsPerSecond: 2_000, seconds: 15 },
  async play(scene) {
    const { stage, options, say, signal, db } = scene
    await startLoad(scene, 0.01)
    const log = createKafkaEventLog({
      brokers: [`127.0.0.1:${stage.chaos.links.kafka.port}`],
      clientId: 'chaos',
    })
    try {
      await delay(3_000, undefined, { signal })
      await stage.fanFigures()
      say(`${options.seconds} s of calm`)
      await delay(options.seconds * 1_000, undefined, { signal })
      const calm = await stage.fanFigures()
      say(`${options.seconds} s of storm`)
      const letters = watchLetters(db)
      const perSecond = Math.max(1, options.eventsPerSecond * poisonShare)
      const storm = startPoison({ log, matches: stage.matches, perSecond })
      await delay(options.seconds * 1_000, undefined, { signal })
      const offers = await storm.stop()
      const stormy = await stage.fanFigures()
      await delay(2_000, undefined, { signal })
      const delaysMs = await letters.stop()
      const letterMs = percentile(delaysMs, 0.99)
      const limitMs = calm.all.p99Ms * (1 + neighbourShare) + noiseMs
      const before = `${calm.all.p99Ms} ms before`
      return {
        offers,
        targets: ({ report }) => [
          {
            name: 'every poison record is a dead letter, and no other record is',
            figure: `${offers.length} sent, ${report.counts.letters} letters, ${report.counts.validDead} of events in order`,
            ok: report.counts.letters === offers.length && report.counts.validDead === 0,
          },
          {
            name: 'append to dead letter, p99 under 1 s',
            figure: `${letterMs} ms of ${delaysMs.length}`,
            ok: letterMs < letterBudgetMs && delaysMs.length > 0,
          },
          {
            name: "neighbours' p99 is what it was",
            figure: `${stormy.all.p99Ms} ms, ${before}`,
            ok: stormy.all.p99Ms <= limitMs,
          },
        ],
      }
    } finally {
      await log.close()
    }
  },
}
