import { readPipelineFacts, savePipelineMinute, saveReconciliationReport } from '@touchline/db'
import { until } from '../house/process.ts'
import type { ConsoleHouse } from './console-house.ts'

const minuteMs = 60_000

/** The last hours as the pipeline's pages look back on them: the rates of now, rising and falling. */
export async function saveHours({ database }: ConsoleHouse): Promise<void> {
  const facts = await until(async () => {
    const found = await readPipelineFacts(database, new Date())
    const busy = found.stages.filter(({ rates }) => Object.values(rates).some(rate => rate > 0))
    if (
      !['ingest', 'processor', 'relay', 'gateway'].every(name => busy.some(({ stage }) => stage === name))
    ) {
      throw new Error(`only ${busy.map(({ stage }) => stage).join(', ')} have something to do`)
    }
    return found
  }, 30_000)
  const thisMinute = Math.floor(Date.now() / minuteMs) * minuteMs
  for (let ago = 90; ago > 0; ago -= 1) {
    const isHeavy = ago > 20 && ago < 26
    const share = 0.75 + 0.2 * Math.sin(ago / 6) + 0.15 * Math.sin(ago / 1.7) + (isHeavy ? 0.6 : 0)
    const lagSeconds = isHeavy ? 3.4 : 0.3 + 0.2 * Math.sin(ago / 2.3)
    const scaled = facts.stages.map(stage => ({
      ...stage,
      rates: scale(stage.rates, share),
      gauges: { ...scale(stage.gauges, isHeavy ? 3 : 1), ...(stage.stage === 'processor' && { lagSeconds }) },
    }))
    await savePipelineMinute(database.pool, new Date(thisMinute - ago * minuteMs), {
      ...facts,
      stages: scaled,
    })
  }
}

const scale = (values: Readonly<Record<string, number>>, by: number): Record<string, number> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Math.round(value * by * 10) / 10]))

/** A night of reconciliation, in order but for one gap; and the accounts of each hour. The id of the one with the gap. */
export async function saveReports({ database }: ConsoleHouse, matchId: string): Promise<string> {
  const now = Date.now()
  const none = { store: 0, outbox: 0, relay: 0, broadcast: 0, gateway: 0 }
  const at = (minutesAgo: number) => new Date(now - minutesAgo * minuteMs).toISOString()
  for (let hour = 23; hour > 0; hour -= 1) {
    const times = { at: at(hour * 60 - 20), fromAt: at(hour * 60 + 40), ok: true }
    await saveReconciliationReport(database.pool, {
      ...{ ...times, kind: 'account', findings: [], totals: { topics: topicTotals(hour) } },
    })
  }
  for (let n = 12; n > 1; n -= 1) {
    await saveReconciliationReport(database.pool, {
      ...{ kind: 'delivery', at: at(n), fromAt: at(n + 1), ok: true, findings: [] },
      totals: { matches: 4, repaired: n % 5 === 0 ? 1 : 0, byStage: none },
    })
  }
  const gap = { matchId, epoch: 1, from: 2, to: 3, since: at(3), repair: 'none' } as const
  return saveReconciliationReport(database.pool, {
    ...{ kind: 'delivery', at: at(1), fromAt: at(2), ok: false },
    findings: [
      { ...gap, stage: 'broadcast', instance: 'gateway-b' },
      { ...gap, stage: 'outbox', from: 1, to: 1 },
    ],
    totals: { matches: 4, repaired: 0, byStage: { ...none, broadcast: 1, outbox: 1 } },
  })
}

function topicTotals(hour: number) {
  const sizes = { 'broadcast-events': 4_000, 'sensor-events': 21_000, 'social-events': 2_600 }
  return Object.entries(sizes).map(([topic, size]) => {
    const lively = Math.max(0.1, Math.sin(((24 - hour) / 24) * Math.PI))
    const accepted = Math.round(size * lively)
    const parts = {
      revised: Math.round(accepted * 0.003),
      duplicate: Math.round(accepted * 0.02),
      dead: Math.round(accepted * 0.004),
      superseded: Math.round(accepted * 0.001),
      shed: hour === 5 ? Math.round(accepted * 0.06) : 0,
      lost: 0,
    }
    const stored = accepted - parts.revised - parts.duplicate - parts.dead - parts.superseded - parts.shed
    const since = { accepted, stored, ...parts }
    const before = {
      accepted: 0,
      stored: 0,
      duplicate: 0,
      revised: 0,
      dead: 0,
      superseded: 0,
      shed: 0,
      lost: 0,
    }
    return {
      ...{ topic, ...before, parked: 0, deferred: 0, handled: 0, inFlight: 0, unseen: 0, since },
    }
  })
}
