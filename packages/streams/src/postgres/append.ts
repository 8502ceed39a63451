import type { NewRecord } from '../event-log.ts'
import { partitionOfKey } from '../partition-of-key.ts'
import type { Database } from './connection.ts'
import type { StoredPartition } from './topics.ts'

export interface PlacedRecord {
  readonly partitionId: number
  readonly record: NewRecord
}

export function place(partitions: readonly StoredPartition[], records: readonly NewRecord[]): PlacedRecord[] {
  return records.map(record => {
    const partition = partitions[partitionOfKey(record.key, partitions.length)]
    if (!partition) throw new Error('a topic has no partitions')
    return { partitionId: partition.id, record }
  })
}

/** One statement, so one transaction, for all records. Partitions are locked in rising order of id. */
export async function appendPlaced(database: Database, placed: readonly PlacedRecord[]): Promise<void> {
  if (placed.length === 0) return
  await database.query({ name: 'touchline_log_append', text, values: columnsOf(placed) })
}

const text = 'select touchline_log.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)'

function columnsOf(placed: readonly PlacedRecord[]): unknown[] {
  const ids = [...new Set(placed.map(({ partitionId }) => partitionId))].sort((a, b) => a - b)
  const headOf = new Map(ids.map((id, index) => [id, index]))
  const counts = ids.map(() => 0)
  const sizes = ids.map(() => 0)
  const heads: number[] = []
  const places: number[] = []
  const headers = packed()
  const values = packed()
  for (const { partitionId, record } of placed) {
    const head = headOf.get(partitionId) ?? 0
    const header = Buffer.from(JSON.stringify(record.headers))
    heads.push(head + 1)
    places.push(counts[head] ?? 0)
    counts[head] = (counts[head] ?? 0) + 1
    sizes[head] = (sizes[head] ?? 0) + Buffer.byteLength(record.key) + header.length + record.value.byteLength
    headers.add(header)
    values.add(record.value)
  }
  const keys = placed.map(({ record }) => record.key)
  return [ids, counts, sizes, heads, places, keys, ...headers.columns(), ...values.columns()]
}

/** Byte strings one after the other, as starts (from 1), lengths, and the whole. */
function packed() {
  const parts: Uint8Array[] = []
  const starts: number[] = []
  let next = 1
  return {
    add(part: Uint8Array) {
      parts.push(part)
      starts.push(next)
      next += part.byteLength
    },
    columns: () => [starts, parts.map(part => part.byteLength), Buffer.concat(parts)],
  }
}
