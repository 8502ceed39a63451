import { matchIdSchema } from '@touchline/contracts'
import { type Database, type GatewayStand, listWatermarks, type MatchWatermarks } from '@touchline/db'
import { z } from 'zod'
import { type Outcome, succeeded } from '../outcome.ts'

export const deliveryWatermarksInput = z.object({
  matchId: matchIdSchema.optional(),
  /** The `next` of the page before. */
  after: matchIdSchema.optional(),
  limit: z.int().min(1).max(200).default(100),
})

export interface GatewayMark {
  readonly instance: string
  readonly seq: number
  readonly sockets: number
  /** Events that were published and it has not got; all of them where it stands in another epoch. */
  readonly behindBy: number
  readonly reportedAt: string
  readonly ageSeconds: number
  /** It has said nothing for so long that it counts as gone. */
  readonly isSilent: boolean
}

export interface WatermarkView {
  readonly matchId: string
  readonly epoch: number
  readonly stored: { readonly seq: number; readonly at: string }
  readonly relayed: { readonly seq: number; readonly at: string; readonly behindBy: number } | null
  readonly sockets: number
  /** Of the gateway that is furthest behind, what is stored counts. */
  readonly behindBy: number
  readonly gateways: readonly GatewayMark[]
}

export interface DeliveryWatermarks {
  readonly asOf: string
  readonly items: readonly WatermarkView[]
  /** Null on the last page. */
  readonly next: string | null
}

const activeWithinMs = 24 * 3_600_000
const silentForSeconds = 10

/** How far each match is stored, sent on, and at each gateway; those of the last day, by id. */
export async function deliveryWatermarks(
  database: Database,
  { matchId, after, limit }: z.output<typeof deliveryWatermarksInput>,
  now: Date,
): Promise<Outcome<DeliveryWatermarks, never>> {
  const rows = await listWatermarks(database, {
    matchId,
    afterMatchId: after,
    activeWithinMs,
    limit: limit + 1,
  })
  const items = rows.slice(0, limit).map(row => toView(row, now.getTime()))
  const next = rows.length > limit ? (items.at(-1)?.matchId ?? null) : null
  return succeeded({ asOf: now.toISOString(), items, next })
}

function toView({ matchId, epoch, storedSeq, storedAt, relayed, gateways }: MatchWatermarks, nowMs: number) {
  const sent = relayed?.epoch === epoch ? relayed : null
  const marks = gateways.map(gateway => toMark(gateway, { epoch, publishedSeq: sent?.seq ?? 0, nowMs }))
  const watched = marks.filter(({ sockets, isSilent }) => sockets > 0 && !isSilent)
  const furthestBehind = Math.max(0, ...watched.map(({ behindBy }) => behindBy))
  const notSent = Math.max(0, storedSeq - (sent?.seq ?? 0))
  return {
    ...{ matchId, epoch, gateways: marks },
    stored: { seq: storedSeq, at: storedAt.toISOString() },
    relayed: sent && { seq: sent.seq, at: sent.at, behindBy: notSent },
    sockets: watched.reduce((sum, { sockets }) => sum + sockets, 0),
    behindBy: notSent + furthestBehind,
  }
}

interface Published {
  readonly epoch: number
  readonly publishedSeq: number
  readonly nowMs: number
}

function toMark(
  { instance, epoch, seq, sockets, reportedAt }: GatewayStand,
  { epoch: current, publishedSeq, nowMs }: Published,
): GatewayMark {
  const ageSeconds = Math.max(0, Math.round((nowMs - Date.parse(reportedAt)) / 100) / 10)
  const behindBy = Math.max(0, publishedSeq - (epoch === current ? seq : 0))
  return { instance, seq, sockets, behindBy, reportedAt, ageSeconds, isSilent: ageSeconds > silentForSeconds }
}
