import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { kafkaJars } from '../../../tooling/stack/maven-jars.ts'
import { type RunningService, runService, untilHealthy } from '../../../tooling/stack/service-process.ts'

const run = promisify(execFile)

export interface BrokerOptions {
  readonly dataDir: string
  readonly port: number
  readonly controllerPort: number
  /** What it tells its clients to connect to: the link's port. */
  readonly advertisedPort: number
  readonly logFile: string
}

/** Kafka in a folder of its own, which sends its clients to a link; starting it again there keeps its data. */
export interface Broker {
  start(): Promise<RunningService>
}

export async function createBroker(options: BrokerOptions): Promise<Broker> {
  const { dataDir, port, logFile } = options
  const jars = join(await kafkaJars(), '*')
  mkdirSync(dataDir, { recursive: true })
  const properties = join(dataDir, 'server.properties')
  writeFileSync(properties, propertiesOf(options))
  const tool = ['-cp', jars, 'kafka.tools.StorageTool']
  const clusterId = (await run('java', [...tool, 'random-uuid'])).stdout.trim().split('\n').at(-1) ?? ''
  await run('java', [...tool, 'format', '--standalone', '-t', clusterId, '-c', properties])
  const start = async () => {
    const logging = [
      '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
      '-Dorg.slf4j.simpleLogger.showDateTime=true',
    ]
    const args = ['-Xmx512m', ...logging, '-cp', jars, 'kafka.Kafka', properties]
    const service = runService({ command: 'java', args, stopSignal: 'SIGTERM', logFile })
    await untilHealthy('Kafka', service, { timeoutMs: 60_000, logFile, probe: () => listens(port) })
    return service
  }
  return { start }
}

function propertiesOf({ dataDir, port, controllerPort, advertisedPort }: BrokerOptions): string {
  const controller = `CONTROLLER://127.0.0.1:${controllerPort}`
  const single = [
    'offsets.topic.replication.factor',
    'transaction.state.log.replication.factor',
    'transaction.state.log.min.isr',
    'share.coordinator.state.topic.replication.factor',
    'share.coordinator.state.topic.min.isr',
  ]
  const lines = [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.bootstrap.servers=127.0.0.1:${controllerPort}`,
    'controller.listener.names=CONTROLLER',
    `listeners=PLAINTEXT://127.0.0.1:${port},${controller}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${advertisedPort},${controller}`,
    `log.dirs=${join(dataDir, 'log')}`,
    'group.initial.rebalance.delay.ms=0',
    'auto.create.topics.enable=false',
    'offsets.topic.num.partitions=4',
    'transaction.state.log.num.partitions=4',
    ...single.map(name => `${name}=1`),
  ]
  return `${lines.join('\n')}\n`
}

/** Whether it answers at its own port, whatever the link does. */
function listens(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ port, host: '127.0.0.1' }, () => finish(true))
    const finish = (ok: boolean) => {
      socket.destroy()
      resolve(ok)
    }
    socket.setTimeout(1_000, () => finish(false))
    socket.once('error', () => finish(false))
  })
}
