import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startKafka } from '../../../../../tooling/stack/kafka.ts'
import { freePort } from '../../../../../tooling/stack/service-process.ts'

export interface ThreeBrokers {
  readonly brokers: readonly string[]
  /** Ends a broker with SIGKILL, by its node id: 2 or 3. */
  kill(node: number): void
  stop(): Promise<void>
}

/** Three brokers, the first of which is the controller too; new topics have three replicas, of which two must be in step. */
export async function startThreeBrokers(
  properties: Readonly<Record<string, string>> = {},
): Promise<ThreeBrokers> {
  const folder = mkdtempSync(join(tmpdir(), 'touchline-three-'))
  const clusterId = randomBytes(16).toString('base64url')
  const ports = [await freePort(), await freePort(), await freePort()]
  const controllerPort = (ports[0] ?? 0) + 1
  const running = await Promise.all(
    ports.map((port, place) =>
      startKafka({
        dataDir: join(folder, `node-${place + 1}`),
        port,
        heapMegabytes: 256,
        node: { id: place + 1, brokers: ports.length, controllerPort, clusterId },
        properties: { 'default.replication.factor': '3', 'min.insync.replicas': '2', ...properties },
      }),
    ),
  )
  return {
    brokers: running.map(({ brokers }) => brokers),
    kill: node => process.kill(running[node - 1]?.pid ?? 0, 'SIGKILL'),
    async stop() {
      await Promise.all(running.map(broker => broker.stop()))
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
