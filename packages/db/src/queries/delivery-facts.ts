import type { Transaction } from '../database.ts'
import type { OutboxRange } from './outbox.ts'

/** A stretch of a match, and since when it has been so, at the least. */
export interface Stretch extends OutboxRange {
  readonly since: Date
  readonly ageMs: number
}

/** A gateway that has less of a match than was published, or that has fallen silent. */
export interface GatewayPlace {
  readonly instance: string
  readonly matchId: string
  readonly epoch: number
  readonly seq: number
  readonly sockets: number
  readonly reportedAt: Date
  readonly silentMs: number
  /** How far the match was published, and for how long that had been so when the gateway reported. */
  readonly publishedEpoch: number
  readonly publishedSeq: number
  readonly heldBackMs: number
}

export interface ActiveMatch {
  readonly matchId: string
  readonly epoch: number
  readonly lastSeq: number
  readonly since: Date
  readonly ageMs: number
}

export interface DeliveryFacts {
  readonly active: readonly ActiveMatch[]
  /** Stored, beyond the published watermark, and in no row of the outbox. */
  readonly uncovered: readonly Stretch[]
  /** Matches whose oldest row has waited in the outbox for longer than was asked. */
  readonly waiting: readonly Stretch[]
  readonly gateways: readonly GatewayPlace[]
}

export interface DeliveryQuestion {
  readonly activeWithinMs: number
  readonly waitingForMs: number
  readonly silentForMs: number
}

const rowsMax = 1_000
const ageMs = (column: string) => `(extract(epoch from now() - ${column}) * 1000)::float8 as "ageMs"`
const within = "now() - $1::int * interval '1 ms'"

/**
 * Where the stages stand with the matches that had an event lately. All ages are by the database's own clock. The
 * transaction must read one snapshot: a stage that hands on to the next commits both at once, so nothing is between.
 */
export async function readDeliveryFacts(tx: Transaction, ask: DeliveryQuestion): Promise<DeliveryFacts> {
  const [active, uncovered, waiting, gateways] = await Promise.all([
    readActive(tx, ask),
    readUncovered(tx, ask),
    readWaiting(tx, ask),
    readGateways(tx, ask),
  ])
  return { active, uncovered, waiting, gateways }
}

async function readActive(tx: Transaction, { activeWithinMs }: DeliveryQuestion): Promise<ActiveMatch[]> {
  const { rows } = await tx.query<ActiveMatch>({
    name: 'delivery-active',
    text: `select match_id as "matchId", epoch, last_seq as "lastSeq", updated_at as since, ${ageMs('updated_at')}
           from matches where updated_at > ${within} and last_seq > 0 order by updated_at desc limit $2`,
    values: [activeWithinMs, 10 * rowsMax],
  })
  return rows
}

async function readUncovered(tx: Transaction, { activeWithinMs }: DeliveryQuestion): Promise<Stretch[]> {
  const { rows } = await tx.query<Stretch>({
    name: 'delivery-uncovered',
    text: `with queued as (
             select match_id, epoch, range_agg(int4range(first_seq, last_seq, '[]')) as seqs from outbox group by 1, 2)
           select m.match_id as "matchId", m.epoch, lower(gap) as "firstSeq", upper(gap) - 1 as "lastSeq",
             m.updated_at as since, ${ageMs('m.updated_at')}
           from matches m
           left join relay_watermarks w on w.match_id = m.match_id and w.epoch = m.epoch
           left join queued q on q.match_id = m.match_id and q.epoch = m.epoch
           cross join lateral unnest(int4multirange(int4range(coalesce(w.seq, 0) + 1, m.last_seq, '[]'))
             - coalesce(q.seqs, '{}')) as gap
           where m.updated_at > ${within} and coalesce(w.seq, 0) < m.last_seq limit $2`,
    values: [activeWithinMs, rowsMax],
  })
  return rows
}

async function readWaiting(tx: Transaction, { waitingForMs }: DeliveryQuestion): Promise<Stretch[]> {
  const { rows } = await tx.query<Stretch>({
    name: 'delivery-waiting',
    text: `select match_id as "matchId", epoch, min(first_seq) as "firstSeq", max(last_seq) as "lastSeq",
             min(created_at) as since, ${ageMs('min(created_at)')}
           from outbox group by 1, 2 having min(created_at) < ${within} limit $2`,
    values: [waitingForMs, rowsMax],
  })
  return rows
}

async function readGateways(tx: Transaction, { silentForMs }: DeliveryQuestion): Promise<GatewayPlace[]> {
  const { rows } = await tx.query<GatewayPlace>({
    name: 'delivery-gateways',
    text: `select g.instance, g.match_id as "matchId", g.epoch, g.seq, g.sockets, g.reported_at as "reportedAt",
             (extract(epoch from now() - g.reported_at) * 1000)::float8 as "silentMs",
             w.epoch as "publishedEpoch", w.seq as "publishedSeq",
             (extract(epoch from g.reported_at - w.published_at) * 1000)::float8 as "heldBackMs"
           from gateway_watermarks g join relay_watermarks w on w.match_id = g.match_id
           where g.sockets > 0 and (g.reported_at < ${within} or (g.epoch, g.seq) < (w.epoch, w.seq)) limit $2`,
    values: [silentForMs, rowsMax],
  })
  return rows
}

/** Of ranges, those that are not stored whole: from the first event that is missing to the last. Index: match_events_pkey. */
export async function findHoles(tx: Transaction, ranges: readonly OutboxRange[]): Promise<OutboxRange[]> {
  const broken = await findBroken(tx, ranges)
  if (broken.length === 0) return []
  const { rows } = await tx.query<OutboxRange>({
    name: 'find-holes',
    text: `select r.match_id as "matchId", r.epoch, min(s) as "firstSeq", max(s) as "lastSeq"
           from unnest($1::text[], $2::int[], $3::int[], $4::int[]) as r(match_id, epoch, first_seq, last_seq)
           cross join lateral generate_series(r.first_seq, r.last_seq) as s
           where not exists (select from match_events e where e.match_id = r.match_id and e.seq = s) group by 1, 2`,
    values: columnsOf(broken),
  })
  return rows
}

async function findBroken(tx: Transaction, ranges: readonly OutboxRange[]): Promise<OutboxRange[]> {
  if (ranges.length === 0) return []
  const { rows } = await tx.query<OutboxRange>({
    name: 'find-broken-ranges',
    text: `select r.match_id as "matchId", r.epoch, r.first_seq as "firstSeq", r.last_seq as "lastSeq"
           from unnest($1::text[], $2::int[], $3::int[], $4::int[]) as r(match_id, epoch, first_seq, last_seq)
           where r.last_seq - r.first_seq + 1 <> (select count(*) from match_events e
             where e.match_id = r.match_id and e.seq between r.first_seq and r.last_seq) limit 50`,
    values: columnsOf(ranges),
  })
  return rows
}

const columnsOf = (ranges: readonly OutboxRange[]): unknown[] => [
  ranges.map(range => range.matchId),
  ranges.map(range => range.epoch),
  ranges.map(range => range.firstSeq),
  ranges.map(range => range.lastSeq),
]
