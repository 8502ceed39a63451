import { setTimeout as delay } from 'node:timers/promises'
import type { Offer } from '@touchline/checker'
import type { EventLog } from '@touchline/streams'
import { createKafkaEventLog } from '@touchline/streams/kafka'
import type { Verdict } from '../run/verdict.ts'
import { watchLetters } from './letter-watch.ts'
import { percentile } from './percentile.ts'
import { startPoison } from './poison.ts'
import { type Scenario, type Scene, startLoad, type Target } from './scenario.ts'

const poisonShare = 0.01
const settleMs = 3_000
const letterBudgetMs = 1_000
/** A neighbour's p99 may grow by this much, in share and at least in milliseconds: a scheduler's noise. */
const [neighbourShare, noiseMs] = [0.05, 10]

/** Calm and storm take turns, so that a slower minute of the machine is not blamed on either. */
const rounds = 3

/** One record in a hundred is poison: its neighbours must not feel it, and it is dead within a second. */
export const poisonStorm: Scenario = {
  name: 'poison-storm',
  summary: '1 % of all records are poison, straight in the log: dead within a second, neighbours untouched',
  defaults: { eventsPerSecond: 2_000, seconds: 20 },
  async play(scene) {
    const { stage, signal, db } = scene
    const brokers = [`127.0.0.1:${stage.chaos.links.kafka.port}`]
    const log = createKafkaEventLog({ brokers, clientId: 'chaos' })
    await startLoad(scene, 0.01)
    await delay(settleMs, undefined, { signal })
    const letters = watchLetters(db)
    try {
      const { calmMs, stormMs, offers } = await takeTurns(scene, log)
      await delay(settleMs, undefined, { signal })
      const delaysMs = await letters.stop()
      const measured = { calmMs: percentile(calmMs, 0.5), stormMs: percentile(stormMs, 0.5), delaysMs }
      return { offers, targets: verdict => targetsOf(verdict, offers.length, measured) }
    } finally {
      await letters.stop()
      await log.close()
    }
  },
}

async function takeTurns(scene: Scene, log: EventLog) {
  const { stage, options, say, signal } = scene
  const perSecond = Math.max(1, options.eventsPerSecond * poisonShare)
  const calmMs: number[] = []
  const stormMs: number[] = []
  const offers: Offer[] = []
  const p99 = async () => {
    await stage.fanFigures()
    await delay((options.seconds * 1_000) / rounds, undefined, { signal })
    return (await stage.fanFigures()).all.p99Ms
  }
  for (let round = 0; round < rounds; round += 1) {
    say('calm')
    calmMs.push(await p99())
    say('storm')
    const storm = startPoison({ log, matches: stage.matches, perSecond, run: round })
    stormMs.push(await p99())
    offers.push(...(await storm.stop()))
  }
  return { calmMs, stormMs, offers }
}

interface Measured {
  /** p99 to the fans, the median of all rounds. */
  readonly calmMs: number
  readonly stormMs: number
  /** From each append to its letter. */
  readonly delaysMs: readonly number[]
}

function targetsOf({ report }: Verdict, sent: number, { calmMs, stormMs, delaysMs }: Measured): Target[] {
  const { letters, validDead } = report.counts
  const letterMs = percentile(delaysMs, 0.99)
  return [
    {
      name: 'every poison record is a dead letter, and no other record is',
      figure: `${sent} sent, ${letters} letters, ${validDead} of events in order`,
      ok: letters === sent && validDead === 0,
    },
    {
      name: 'append to dead letter, p99 under 1 s',
      figure: `p50 ${percentile(delaysMs, 0.5)} ms, p99 ${letterMs} ms of ${delaysMs.length}`,
      ok: letterMs < letterBudgetMs && delaysMs.length > 0,
    },
    {
      name: "neighbours' p99 is what it was",
      figure: `${stormMs} ms, ${calmMs} ms without`,
      ok: stormMs <= calmMs * (1 + neighbourShare) + noiseMs,
    },
  ]
}
