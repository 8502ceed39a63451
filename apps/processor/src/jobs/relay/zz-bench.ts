import { addToOutbox, inTransaction } from '@touchline/db'
import { createTestDatabase } from '@touchline/db/testing'
import { createRelay as now } from './index.ts'
import { createRelay as old } from './old-index.ts'
const test = await createTestDatabase()
const pool = test.database.pool
const seqs = new Map<string, number>()
const mk = (m: string, n: number) => {
  const s = seqs.get(m) ?? 0
  seqs.set(m, s + n)
  const row = { matchId: m, epoch: 1, firstSeq: s + 1, lastSeq: s + n }
  const events = Array.from({ length: n }, (_, i) => ({ matchId: m, epoch: 1, seq: s + 1 + i, lane: 'normal', type: 'pass', payload: { x: 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy' } }) as never)
  return { row, events }
}
async function one(create: typeof now) {
  let done = 0
  let bell = () => {}
  const broadcast = { capabilities: { carriesBody: true }, publish: async () => {}, subscribe: async () => ({ unsubscribe: async () => {} }), ping: async () => {}, close: async () => {} }
  const relay = create({ database: test.database, broadcast, onPublished: n => { done += n; bell() }, onError: e => console.error(e) })
  const until = async (n: number) => { while (done < n) await new Promise<void>(r => { bell = r }) }
  const lat: number[] = []
  for (let i = 0; i < 600; i++) {
    const { row, events } = mk(`l${i % 40}`, 1)
    await inTransaction(pool, tx => addToOutbox(tx, [row]))
    const t = performance.now()
    relay.wake([row], events)
    await until(i + 1)
    lat.push(performance.now() - t)
  }
  done = 0
  const t0 = performance.now(); const c0 = process.cpuUsage()
  let sent = 0
  for (let r = 0; r < 250; r++) {
    const b = Array.from({ length: 40 }, (_, i) => mk(`m${i}`, 10))
    await inTransaction(pool, tx => addToOutbox(tx, b.map(x => x.row)))
    relay.wake(b.map(x => x.row), b.flatMap(x => x.events))
    sent += 400
  }
  await until(sent)
  const s = (performance.now() - t0) / 1000
  const cpu = process.cpuUsage(c0)
  await relay.stop()
  lat.sort((a, b) => a - b)
  return `p50 ${lat[300]!.toFixed(2)} ms p95 ${lat[570]!.toFixed(2)} ms; ${Math.round(sent / s)} events/s (${Math.round(sent/10/s)} rows/s), cpu ${((cpu.user + cpu.system) / 1e6 / s * 100).toFixed(0)} %`
}
for (const [name, f] of [['old', old], ['new', now], ['old', old], ['new', now], ['old', old], ['new', now]] as const) process.stdout.write(`${name} ${await one(f)}\n`)
await test.drop()
