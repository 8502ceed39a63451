import type { AccountReport, DeliveryReport } from '@touchline/db'

const stages = ['store', 'outbox', 'relay', 'broadcast', 'gateway'] as const

/** Reports as full as they get: a gap of each kind in many matches. */
export function shapeOfDeliveries(
  matches: readonly string[],
): Pick<DeliveryReport, 'kind' | 'findings' | 'totals'> {
  const findings = matches.slice(0, 100).map((matchId, index) => ({
    ...{ stage: stages[index % stages.length] ?? 'store', matchId, epoch: 1, from: 10, to: 20 },
    ...{ since: new Date().toISOString(), repair: 'none' as const },
  }))
  const byStage = { store: 20, outbox: 20, relay: 20, broadcast: 20, gateway: 20 }
  return { kind: 'delivery', findings, totals: { matches: matches.length, repaired: 0, byStage } }
}

export function shapeOfAccounts(): Pick<AccountReport, 'kind' | 'findings' | 'totals'> {
  const settled = {
    accepted: 1_000_000,
    stored: 990_000,
    duplicate: 9_000,
    revised: 0,
    dead: 1_000,
    superseded: 0,
    shed: 0,
    lost: 0,
  }
  const topics = ['broadcast', 'sensor', 'social', 'critical'].map(name => ({
    ...{ topic: `${name}-events`, ...settled, parked: 0, deferred: 0, handled: 1_000_000, inFlight: 0 },
    ...{ unseen: 0, since: settled },
  }))
  const findings = topics.map(({ topic }) => ({
    ...{ check: 'balance' as const, topic, matchId: '', expected: 2, found: 1 },
  }))
  return { kind: 'account', findings, totals: { topics } }
}
