import type { TopicPartition } from '../event-log.ts'
import { checkName } from '../limits.ts'
import type { Database } from './connection.ts'

export interface StoredPartition extends TopicPartition {
  readonly id: number
}

/** The partitions of topics, each topic created when first asked for; in rising order of number. */
export interface Topics {
  partitionsOf(topic: string): Promise<readonly StoredPartition[]>
}

export function createTopics(database: Database, partitions: number): Topics {
  const known = new Map<string, Promise<readonly StoredPartition[]>>()

  async function load(topic: string): Promise<readonly StoredPartition[]> {
    checkName('topic', topic)
    const found = await find(topic)
    if (found.length > 0) return found
    await database.query({ text: create, values: [topic, partitions] })
    return find(topic)
  }

  const find = (topic: string) => database.query<StoredPartition>({ text: select, values: [topic] })

  return {
    partitionsOf(topic) {
      const loading = known.get(topic) ?? load(topic)
      known.set(topic, loading)
      loading.catch(() => known.delete(topic))
      return loading
    },
  }
}

const select = 'select id, topic, partition from touchline_log.partition where topic = $1 order by partition'

const create = 'select touchline_log.create_topic($1, $2)'
