import type { Lane } from '@touchline/contracts'
import type { Transaction } from '../database.ts'

export interface NewDeferredRange {
  readonly group: string
  readonly topic: string
  readonly partition: number
  readonly firstOffset: bigint
  readonly lastOffset: bigint
  readonly lanes: readonly Lane[]
  /** Records put off, by match. */
  readonly counts: Readonly<Record<string, number>>
}

export interface DeferredRangeRow extends NewDeferredRange {
  readonly id: string
  readonly nextOffset: bigint
  readonly records: number
}

const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0)

export async function addDeferredRange(tx: Transaction, range: NewDeferredRange): Promise<void> {
  await tx.query({
    name: 'add-deferred-range',
    text: `insert into deferred_ranges (consumer_group, topic, partition, first_offset, last_offset, next_offset, lanes,
             counts, records) values ($1, $2, $3, $4, $5, $4, $6::lane[], $7, $8)`,
    values: [
      range.group,
      range.topic,
      range.partition,
      range.firstOffset.toString(),
      range.lastOffset.toString(),
      range.lanes,
      JSON.stringify(range.counts),
      sum(range.counts),
    ],
  })
}

type Row = Omit<DeferredRangeRow, 'firstOffset' | 'lastOffset' | 'nextOffset' | 'lanes'> & {
  first: string
  last: string
  next: string
  lanes: string
}
const columns = `id, consumer_group as "group", topic, partition, first_offset as first, last_offset as last,
  next_offset as next, array_to_string(lanes, ',') as lanes, counts, records`
const toRange = ({ first, last, next, lanes, ...row }: Row): DeferredRangeRow => ({
  ...row,
  firstOffset: BigInt(first),
  lastOffset: BigInt(last),
  nextOffset: BigInt(next),
  lanes: lanes.split(',') as Lane[],
})

/** The oldest ranges that wait; not locked. Index: deferred_ranges_pkey. */
export async function readDeferredRanges(tx: Transaction, limit: number): Promise<DeferredRangeRow[]> {
  const { rows } = await tx.query<Row>({
    name: 'read-deferred-ranges',
    text: `select ${columns} from deferred_ranges order by id limit $1`,
    values: [limit],
  })
  return rows.map(toRange)
}

/** Locks a range; undefined if it is done, or another processor works on it. Index: deferred_ranges_pkey. */
export async function lockDeferredRange(tx: Transaction, id: string): Promise<DeferredRangeRow | undefined> {
  const { rows } = await tx.query<Row>({
    name: 'lock-deferred-range',
    text: `select ${columns} from deferred_ranges where id = $1 for update skip locked`,
    values: [id],
  })
  return rows[0] && toRange(rows[0])
}

/** Only under `lockDeferredRange`: what is left of it, or its end. */
export async function saveDeferredRange(
  tx: Transaction,
  id: string,
  left: { readonly nextOffset: bigint; readonly counts: Readonly<Record<string, number>> } | undefined,
): Promise<void> {
  if (left === undefined) {
    await tx.query({
      name: 'end-deferred-range',
      text: 'delete from deferred_ranges where id = $1',
      values: [id],
    })
    return
  }
  await tx.query({
    name: 'save-deferred-range',
    text: 'update deferred_ranges set next_offset = $2, counts = $3, records = $4 where id = $1',
    values: [id, left.nextOffset.toString(), JSON.stringify(left.counts), sum(left.counts)],
  })
}
