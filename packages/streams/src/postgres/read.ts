import type { LogRecord, PartitionLag } from '../event-log.ts'
import type { Database } from './connection.ts'
import type { StoredPartition } from './topics.ts'

const maxReadBytes = 8 * 1_048_576

/** By the primary key; ends where the values would pass 8 MiB, but brings one record at least. */
const readText = `
  select "offset", appended_at_ms, key, headers, value from (
    select *, sum(octet_length(value)) over (order by "offset") - octet_length(value) as bytes_before from (
      select * from touchline_log.record where partition_id = $1 and "offset" >= $2 order by "offset" limit $3
    ) page
  ) measured where bytes_before < ${maxReadBytes} order by "offset"`

interface Row {
  readonly offset: string
  readonly appended_at_ms: string
  readonly key: string
  readonly headers: string
  readonly value: Buffer
}

export async function readRecords(
  database: Database,
  { id, topic, partition }: StoredPartition,
  fromOffset: bigint,
  limit: number,
): Promise<LogRecord[]> {
  const values = [id, fromOffset, limit]
  const rows = await database.query<Row>({ name: 'touchline_log_read', text: readText, values })
  return rows.map(row => ({
    topic,
    partition,
    offset: BigInt(row.offset),
    appendedAtMs: Number(row.appended_at_ms),
    key: row.key,
    value: row.value,
    headers: row.headers === '{}' ? {} : JSON.parse(row.headers),
  }))
}

/** One probe of the primary key per partition finds the oldest record that is not committed. */
const lagText = `
  select p.topic, p.partition, p.start_offset, p.next_offset,
    greatest(coalesce(g.committed_offset, p.start_offset), p.start_offset) as committed_offset,
    coalesce(greatest(0, extract(epoch from clock_timestamp()) - oldest.appended_at_ms / 1000.0), 0)::float8 as lag_seconds,
    coalesce(greatest(0, extract(epoch from clock_timestamp()) - held.appended_at_ms / 1000.0), 0)::float8 as held_seconds
  from touchline_log.partition p
  left join touchline_log.place g on g.group_name = $1 and g.partition_id = p.id
  left join lateral (
    select r.appended_at_ms from touchline_log.record r
    where r.partition_id = p.id and r."offset" >= coalesce(g.committed_offset, 0) order by r."offset" limit 1
  ) oldest on true
  left join lateral (
    select r.appended_at_ms from touchline_log.record r
    where r.partition_id = p.id and oldest.appended_at_ms is not null order by r."offset" limit 1
  ) held on true
  where p.topic = any ($2) order by p.topic, p.partition`

interface LagRow {
  readonly topic: string
  readonly partition: number
  readonly start_offset: string
  readonly next_offset: string
  readonly committed_offset: string
  readonly lag_seconds: number
  readonly held_seconds: number
}

export async function readLag(
  database: Database,
  group: string,
  topics: readonly string[],
): Promise<PartitionLag[]> {
  const rows = await database.query<LagRow>({
    name: 'touchline_log_lag',
    text: lagText,
    values: [group, topics],
  })
  return rows.map(row => ({
    topic: row.topic,
    partition: row.partition,
    startOffset: BigInt(row.start_offset),
    endOffset: BigInt(row.next_offset),
    committedOffset: BigInt(row.committed_offset),
    lagRecords: Number(BigInt(row.next_offset) - BigInt(row.committed_offset)),
    lagSeconds: row.lag_seconds,
    heldSeconds: row.held_seconds,
  }))
}
