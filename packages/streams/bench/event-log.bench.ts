import { mkdtempSync, rmSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Pool } from 'pg'
import { startKafka } from '../../../tooling/stack/kafka.ts'
import { startPostgres } from '../../../tooling/stack/postgres.ts'
import { freePort } from '../../../tooling/stack/service-process.ts'
import type { EventLog, NewRecord, RecordBatch } from '../src/event-log.ts'
import { createKafkaEventLog } from '../src/kafka/index.ts'
import { createPostgresEventLog } from '../src/postgres/index.ts'

const help = `Measures the event log's adapters on this machine, each on a server of its own that it starts and stops.

  node packages/streams/bench/event-log.bench.ts [--log postgres|kafka] [--records 200000] [--json]

throughput: records of 400 bytes per second, appended by 8 callers in batches of 200 and consumed meanwhile
latency: from the call of append to the handler, in milliseconds, at 200 records a second
`
const { values } = parseArgs({
  options: {
    log: { type: 'string' },
    records: { type: 'string', default: '200000' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

interface Bench {
  readonly log: EventLog
  stop(): Promise<void>
}

const benches: Record<string, (folder: string) => Promise<Bench>> = {
  async postgres(folder) {
    const server = await startPostgres({ dataDir: join(folder, 'pg'), port: await freePort() })
    const pool = new Pool({ connectionString: server.url, max: 10 })
    const log = await createPostgresEventLog({ pool, listen: { connectionString: server.url } })
    const stop = async () => {
      await log.close()
      await pool.end()
      await server.stop()
    }
    return { log, stop }
  },
  async kafka(folder) {
    const server = await startKafka({ dataDir: join(folder, 'kafka'), port: await freePort() })
    const log = createKafkaEventLog({ brokers: server.brokers.split(','), clientId: 'bench' })
    const stop = async () => {
      await log.close()
      await server.stop()
    }
    return { log, stop }
  },
}

const padding = 'x'.repeat(380)
const record = (place: number): NewRecord => ({
  key: `match-${place % 40}`,
  value: Buffer.from(`${performance.now()} ${padding}`.slice(0, 400)),
  headers: { 'correlation-id': 'bench', schema: 'bench/1' },
})
const endOf = ({ records }: RecordBatch) => (records.at(-1)?.offset ?? -1n) + 1n

async function throughput(log: EventLog, total: number): Promise<{ perSecond: number; cpuPercent: number }> {
  const done = Promise.withResolvers<void>()
  let consumed = 0
  const handler = async (batch: RecordBatch) => {
    consumed += batch.records.length
    if (consumed >= total) done.resolve()
    return endOf(batch)
  }
  const consumption = await log.consume({ group: 'throughput', topics: ['throughput'], handler })
  const [started, cpu] = [performance.now(), process.cpuUsage()]
  let sent = 0
  async function caller(): Promise<void> {
    while (sent < total) {
      const from = sent
      sent += 200
      await log.append(
        'throughput',
        Array.from({ length: 200 }, (_, place) => record(from + place)),
      )
    }
  }
  await Promise.all([...Array.from({ length: 8 }, caller), done.promise])
  const [tookMs, used] = [performance.now() - started, process.cpuUsage(cpu)]
  await consumption.stop()
  return {
    perSecond: Math.round((sent / tookMs) * 1_000),
    cpuPercent: Math.round((used.user + used.system) / tookMs / 10),
  }
}

async function latency(log: EventLog): Promise<{ p50Ms: number; p95Ms: number; p99Ms: number }> {
  const delays: number[] = []
  const handler = async (batch: RecordBatch) => {
    for (const { value } of batch.records)
      delays.push(performance.now() - Number.parseFloat(value.toString()))
    return endOf(batch)
  }
  const toText = async (batch: RecordBatch) =>
    handler({ ...batch, records: batch.records.map(got => ({ ...got, value: Buffer.from(got.value) })) })
  const consumption = await log.consume({ group: 'latency', topics: ['latency'], handler: toText })
  for (let place = 0; place < 1_200; place += 1) {
    await new Promise(resolve => setTimeout(resolve, 5))
    void log.append('latency', [record(place)])
  }
  while (delays.length < 1_200) await new Promise(resolve => setTimeout(resolve, 20))
  await consumption.stop()
  const settled = delays.slice(200).sort((a, b) => a - b)
  const at = (part: number) => Number((settled[Math.floor(settled.length * part)] ?? 0).toFixed(1))
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) }
}

async function measure(name: string, total: number) {
  const folder = mkdtempSync(join(tmpdir(), 'touchline-bench-'))
  await chmod(folder, 0o755)
  const bench = await benches[name]?.(folder)
  if (!bench) throw new Error(`unknown log ${name}; known: ${Object.keys(benches).join(', ')}`)
  try {
    const flow = await throughput(bench.log, total)
    return { log: name, records: total, ...flow, ...(await latency(bench.log)) }
  } finally {
    await bench.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

if (values.help) process.stdout.write(help)
else {
  const guard = setTimeout(() => process.exit(1), 90_000)
  const names = values.log === undefined ? Object.keys(benches) : [values.log]
  for (const name of names) {
    const result = await measure(name, Number(values.records))
    process.stdout.write(
      `${values.json ? JSON.stringify(result) : Object.entries(result).join('  ').replaceAll(',', ' ')}\n`,
    )
  }
  clearTimeout(guard)
}
