import { Pool } from 'pg'
import type { EventLog } from '../event-log.ts'
import { createKafkaEventLog } from '../kafka/index.ts'
import { createPostgresEventLog } from '../postgres/index.ts'
import { type VictimPlace, victimBatchRecords, victimHandler } from './victim.ts'
import type { VictimLog } from './victim-process.ts'

async function open(log: VictimLog): Promise<EventLog> {
  if (log.kind === 'kafka') return createKafkaEventLog({ ...log, clientId: 'victim' })
  const listen = { connectionString: log.url }
  return createPostgresEventLog({ pool: new Pool(listen), listen, partitions: log.partitions })
}

const { log, place } = JSON.parse(process.argv[2] ?? '') as { log: VictimLog; place: VictimPlace }
const opened = await open(log)
const handler = victimHandler(() => process.send?.('stuck'))
await opened.consume({
  group: place.group,
  topics: [place.topic],
  handler,
  maxBatchRecords: victimBatchRecords,
})
