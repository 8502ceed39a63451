import type { DeliveryFacts, DeliveryFinding, GatewayPlace, OutboxRange, Stretch } from '@touchline/db'
import { createFirstSeen } from './first-seen.ts'

export interface GapFinder {
  /** Gaps older than the grace time, and the stage that each was lost in. */
  find(facts: DeliveryFacts & { readonly holes: readonly OutboxRange[] }, nowMs: number): DeliveryFinding[]
}

export interface GapFinderOptions {
  readonly graceMs: number
  readonly silentForMs: number
}

/**
 * A gap counts once it has been there for the grace time: by the database's clock where a row tells its age, else by
 * how long it has been seen here. A gateway of a busy match is behind at every look, so it is held against where the
 * match stood when it was first seen behind.
 */
export function createGapFinder({ graceMs, silentForMs }: GapFinderOptions): GapFinder {
  const stretches = createFirstSeen<Stretch>()
  const behind = createFirstSeen<GatewayPlace>((initial, now) => isBefore(now, published(initial)))
  return {
    find({ active, uncovered, waiting, holes, gateways }, nowMs) {
      const ages = new Map(active.map(match => [match.matchId, match]))
      const holesNow = holes.map(hole => ({
        ...hole,
        since: new Date(nowMs),
        ageMs: 0,
        ...agesOf(hole, ages),
      }))
      const lost = [...byKey('store', holesNow), ...byKey('outbox', uncovered), ...byKey('relay', waiting)]
      const seen = stretches.look(new Map(lost), nowMs)
      const old = lost.filter(
        ([key, { ageMs }]) => Math.max(ageMs, nowMs - (seen.get(key)?.sinceMs ?? nowMs)) >= graceMs,
      )
      return [
        ...old.map(([key, stretch]) => stretchFinding(key, stretch)),
        ...findDeaf(gateways, nowMs),
        ...gateways.filter(({ silentMs }) => silentMs >= silentForMs).map(silentFinding),
      ]
    },
  }

  function findDeaf(gateways: readonly GatewayPlace[], nowMs: number): DeliveryFinding[] {
    const reporting = gateways.filter(
      place => place.silentMs < silentForMs && isBefore(place, published(place)),
    )
    const seen = behind.look(new Map(reporting.map(place => [placeKey(place), place])), nowMs)
    return reporting.flatMap(place => {
      const { sinceMs = nowMs, initial = place } = seen.get(placeKey(place)) ?? {}
      const heldBackMs = Math.max(initial.heldBackMs, nowMs - sinceMs)
      return heldBackMs >= graceMs ? [deafFinding(place, nowMs - heldBackMs)] : []
    })
  }
}

const placeKey = ({ instance, matchId }: GatewayPlace) => `${instance} ${matchId}`

const published = ({ publishedEpoch, publishedSeq }: GatewayPlace) => ({
  epoch: publishedEpoch,
  seq: publishedSeq,
})

type Place = { readonly epoch: number; readonly seq: number }
const isBefore = (a: Place, b: Place) => a.epoch < b.epoch || (a.epoch === b.epoch && a.seq < b.seq)

const agesOf = (
  hole: OutboxRange,
  ages: ReadonlyMap<string, { readonly since: Date; readonly ageMs: number }>,
) => {
  const match = ages.get(hole.matchId)
  return match && { since: match.since, ageMs: match.ageMs }
}

type StretchStage = 'store' | 'outbox' | 'relay'
const repairs = { store: 'none', outbox: 'requeued', relay: 'relay-woken' } as const

const byKey = (stage: StretchStage, stretches: readonly Stretch[]): [string, Stretch][] =>
  stretches.map(stretch => [`${stage} ${stretch.matchId} ${stretch.epoch}:${stretch.firstSeq}`, stretch])

function stretchFinding(key: string, { matchId, epoch, firstSeq, lastSeq, since }: Stretch): DeliveryFinding {
  const stage = key.split(' ', 1)[0] as StretchStage
  return {
    stage,
    matchId,
    epoch,
    from: firstSeq,
    to: lastSeq,
    since: since.toISOString(),
    repair: repairs[stage],
  }
}

function deafFinding(place: GatewayPlace, sinceMs: number): DeliveryFinding {
  const { matchId, instance, publishedEpoch: epoch, publishedSeq: to } = place
  const from = place.epoch === epoch ? place.seq + 1 : 1
  const since = new Date(sinceMs).toISOString()
  return { stage: 'broadcast', matchId, epoch, from, to, since, repair: 'requeued', instance }
}

function silentFinding(place: GatewayPlace): DeliveryFinding {
  const { matchId, instance, publishedEpoch: epoch, publishedSeq: to, reportedAt } = place
  const from = Math.min(place.epoch === epoch ? place.seq + 1 : 1, to)
  return {
    stage: 'gateway',
    matchId,
    epoch,
    from,
    to,
    since: reportedAt.toISOString(),
    repair: 'none',
    instance,
  }
}
