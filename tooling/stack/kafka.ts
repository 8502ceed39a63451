import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { Kafka, logLevel } from 'kafkajs'
import { kafkaJars } from './maven-jars.ts'
import {
  adoptService,
  isAliveIn,
  type RunningService,
  type RunOptions,
  runService,
  untilHealthy,
} from './service-process.ts'

const run = promisify(execFile)

export interface KafkaOptions extends RunOptions {
  readonly dataDir: string
  readonly port: number
  /** Default: `port` + 1. */
  readonly controllerPort?: number
  /** Java heap. Default 512. */
  readonly heapMegabytes?: number
}

export interface RunningKafka extends RunningService {
  /** `host:port`, comma separated, as KAFKA_BROKERS takes them. */
  readonly brokers: string
}

/** One Apache Kafka 4.4 broker (KRaft) on 127.0.0.1. One that already runs in the folder is taken over. */
export async function startKafka(options: KafkaOptions): Promise<RunningKafka> {
  const dataDir = resolve(options.dataDir)
  const running = findRunning(dataDir)
  if (running) return { ...adoptService(running.pid, 'SIGTERM'), brokers: brokersOf(running.port) }
  const jars = join(await kafkaJars(), '*')
  const properties = writeProperties(dataDir, options.port, options.controllerPort ?? options.port + 1)
  await format(jars, dataDir, properties)
  const service = launch(jars, properties, options)
  const brokers = brokersOf(options.port)
  const probe = () => answers(brokers)
  await untilHealthy('Kafka', service, { timeoutMs: 60_000, logFile: options.logFile, probe })
  writeFileSync(stateFile(dataDir), JSON.stringify({ pid: service.pid, port: options.port }))
  return { ...service, brokers }
}

function launch(jars: string, properties: string, options: KafkaOptions): RunningService {
  const logging = [
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
    '-Dorg.slf4j.simpleLogger.showDateTime=true',
  ]
  return runService({
    command: 'java',
    args: [`-Xmx${options.heapMegabytes ?? 512}m`, ...logging, '-cp', jars, 'kafka.Kafka', properties],
    stopSignal: 'SIGTERM',
    ...(options.detached === undefined ? {} : { detached: options.detached }),
    ...(options.logFile === undefined ? {} : { logFile: options.logFile }),
  })
}

async function format(jars: string, dataDir: string, properties: string): Promise<void> {
  if (existsSync(join(dataDir, 'log', 'meta.properties'))) return
  const tool = ['-cp', jars, 'kafka.tools.StorageTool']
  const clusterId = (await run('java', [...tool, 'random-uuid'])).stdout.trim().split('\n').at(-1) ?? ''
  await run('java', [...tool, 'format', '--standalone', '-t', clusterId, '-c', properties])
}

function writeProperties(dataDir: string, port: number, controllerPort: number): string {
  const listeners = `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`
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
    `listeners=${listeners}`,
    `advertised.listeners=${listeners}`,
    `log.dirs=${join(dataDir, 'log')}`,
    'group.initial.rebalance.delay.ms=0',
    'auto.create.topics.enable=false',
    'offsets.topic.num.partitions=4',
    'transaction.state.log.num.partitions=4',
    ...single.map(name => `${name}=1`),
  ]
  mkdirSync(dataDir, { recursive: true })
  const file = join(dataDir, 'server.properties')
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

const stateFile = (dataDir: string) => join(dataDir, 'touchline.json')

function findRunning(dataDir: string): { pid: number; port: number } | undefined {
  if (!existsSync(stateFile(dataDir))) return undefined
  const state = JSON.parse(readFileSync(stateFile(dataDir), 'utf8')) as { pid: number; port: number }
  return isAliveIn(state.pid, dataDir) ? state : undefined
}

const brokersOf = (port: number) => `127.0.0.1:${port}`

async function answers(brokers: string): Promise<boolean> {
  const kafka = new Kafka({
    brokers: brokers.split(','),
    connectionTimeout: 1_000,
    requestTimeout: 2_000,
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
  })
  const admin = kafka.admin()
  try {
    await admin.connect()
    return (await admin.describeCluster()).brokers.length > 0
  } finally {
    await admin.disconnect()
  }
}
