import { setTimeout as delay } from 'node:timers/promises'
import { type OverloadPolicy, overloadPolicyControl } from '@touchline/contracts'
import type pg from 'pg'
import { type Scenario, startLoad } from './scenario.ts'

const criticalBudgetMs = 500
const overloadFactor = 5

const policyFor = (capacityPerSecond: number): OverloadPolicy => ({
  lagThresholdSeconds: 1,
  low: { action: 'defer', olderThanSeconds: 1, keepOneIn: 10 },
  normal: { action: 'defer', olderThanSeconds: 2, keepOneIn: 10 },
  maxEventsPerSecond: capacityPerSecond,
  backfillPerSecond: 10_000,
})

/** Five times what the house may store: goals still come in time, and the rest comes later, all of it. */
export const overload: Scenario = {
  name: 'overload',
  summary:
    'five times the capacity, 1 % goals: critical p99 under 500 ms, all that was deferred is stored after',
  defaults: { eventsPerSecond: 10_000, seconds: 30 },
  async play(scene) {
    const { stage, options, say, signal, db } = scene
    const capacityPerSecond = Math.max(100, Math.round(options.eventsPerSecond / overloadFactor))
    await setPolicy(db, policyFor(capacityPerSecond))
    await delay(1_500, undefined, { signal })
    await startLoad(scene, 0.01)
    await stage.fanFigures()
    say(
      `${options.eventsPerSecond} events/s for ${options.seconds} s, where ${capacityPerSecond} may be stored`,
    )
    let deferred = 0
    for (const endMs = Date.now() + options.seconds * 1_000; Date.now() < endMs; ) {
      await delay(1_000, undefined, { signal })
      deferred = Math.max(deferred, await countDeferred(db))
    }
    const { critical } = await stage.fanFigures()
    const { heldBack, waitedP99Ms } = await stage.loadFigures()
    say('the peak is over')
    return {
      offers: [],
      targets: async ({ unsettled }) => {
        const { shedCritical } = await critically(db)
        return [
          {
            name: 'critical events reach the fans, p99 under 500 ms',
            figure: `p50 ${critical.p50Ms} ms, p99 ${critical.p99Ms} ms, max ${critical.maxMs} ms of ${critical.count}`,
            ok: critical.count > 0 && critical.p99Ms < criticalBudgetMs,
          },
          { name: 'no critical event is shed', figure: `${shedCritical}`, ok: shedCritical === 0 },
          {
            name: 'events were deferred, and all of them are stored after the peak',
            figure: `${deferred} at once, ${unsettled.deferred} left`,
            ok: deferred > 0 && unsettled.deferred === 0,
          },
          {
            name: 'the load kept its rate',
            figure: `${heldBack} events held back; requests waited ${waitedP99Ms} ms (p99) before they were sent`,
            ok: heldBack === 0,
          },
        ]
      },
    }
  },
}

async function setPolicy(db: pg.Pool, policy: OverloadPolicy): Promise<void> {
  await db.query(
    `insert into controls (name, value, updated_by) values ($1, $2, 'chaos')
     on conflict (name) do update set value = excluded.value, updated_at = now()`,
    [overloadPolicyControl, JSON.stringify(policy)],
  )
}

async function countDeferred(db: pg.Pool): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'select coalesce(sum(records), 0)::int as count from deferred_ranges',
  )
  return rows[0]?.count ?? 0
}

async function critically(db: pg.Pool): Promise<{ shedCritical: number }> {
  const { rows } = await db.query<{ count: number }>(
    "select coalesce(sum(shed), 0)::int as count from accounts where topic = 'critical-events'",
  )
  return { shedCritical: rows[0]?.count ?? 0 }
}
