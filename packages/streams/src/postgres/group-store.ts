import type { Member } from '../consuming/assign-partitions.ts'
import type { Database } from './connection.ts'

/** A partition that a member holds, and how far the partition and the group are. */
export interface HeldPlace {
  readonly partitionId: number
  readonly committedOffset: bigint
  readonly startOffset: bigint
  readonly nextOffset: bigint
}

/** One member's view of its group, in the database. */
export interface GroupStore {
  /** Renews the lease; tells who lives. */
  heartbeat(): Promise<Member[]>
  claim(partitionIds: readonly number[]): Promise<void>
  held(): Promise<HeldPlace[]>
  release(partitionIds: readonly number[]): Promise<void>
  leave(): Promise<void>
  /** False when the partition is another's by now. */
  commit(partitionId: number, nextOffset: bigint): Promise<boolean>
}

const heldText = `
  select g.partition_id, g.committed_offset, p.start_offset, p.next_offset
  from touchline_log.place g join touchline_log.partition p on p.id = g.partition_id
  where g.group_name = $1 and g.member = $2`

interface HeldRow {
  readonly partition_id: number
  readonly committed_offset: string
  readonly start_offset: string
  readonly next_offset: string
}

export interface Membership {
  readonly group: string
  readonly memberId: string
  readonly topics: readonly string[]
  readonly leaseMs: number
}

export function createGroupStore(
  database: Database,
  { group, memberId, topics, leaseMs }: Membership,
): GroupStore {
  async function call(name: string, ...rest: unknown[]): Promise<void> {
    const places = ['$1', '$2', ...rest.map((_, index) => `$${index + 3}`)].join(', ')
    await database.query({
      text: `select touchline_log.${name}(${places})`,
      values: [group, memberId, ...rest],
    })
  }
  return {
    heartbeat: () =>
      database.query<{ id: string; topics: string[] }>({
        text: 'select id, topics from touchline_log.heartbeat($1, $2, $3, $4)',
        values: [group, memberId, topics, leaseMs],
      }),
    claim: partitionIds => call('claim', partitionIds),
    async held() {
      const rows = await database.query<HeldRow>({ text: heldText, values: [group, memberId] })
      return rows.map(row => ({
        partitionId: row.partition_id,
        committedOffset: BigInt(row.committed_offset),
        startOffset: BigInt(row.start_offset),
        nextOffset: BigInt(row.next_offset),
      }))
    },
    release: partitionIds => call('release', partitionIds, false),
    leave: () => call('release', [], true),
    async commit(partitionId, nextOffset) {
      const [row] = await database.query<{ ok: boolean }>({
        name: 'touchline_log_commit',
        text: 'select touchline_log.commit_place($1, $2, $3, $4) as ok',
        values: [group, memberId, partitionId, nextOffset],
      })
      return row?.ok === true
    },
  }
}
