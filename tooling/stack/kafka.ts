import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
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
  /** Beside the one without TLS and SASL at `port`, which the brokers use among themselves. */
  readonly listeners?: readonly KafkaListener[]
  /** Properties of the broker, beside or instead of those that it gets by itself. */
  readonly properties?: Readonly<Record<string, string>>
  /** SCRAM-SHA-256 and SCRAM-SHA-512 passwords by user name. */
  readonly scramUsers?: Readonly<Record<string, string>>
  /** Default: the only node of a cluster of its own. */
  readonly node?: KafkaNode
}

export interface KafkaListener {
  /** Upper-case letters. */
  readonly name: string
  readonly port: number
  readonly protocol: 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL'
}

/** One broker of several that make up a cluster. The first is its controller too. */
export interface KafkaNode {
  /** From 1. */
  readonly id: number
  readonly brokers: number
  /** Of the first. */
  readonly controllerPort: number
  /** 16 bytes in base64url: the same for all nodes. */
  readonly clusterId: string
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
  const properties = writeProperties(dataDir, options)
  await format(jars, dataDir, properties, options)
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

async function format(
  jars: string,
  dataDir: string,
  properties: string,
  { node, scramUsers = {} }: KafkaOptions,
): Promise<void> {
  if (existsSync(join(dataDir, 'log', 'meta.properties'))) return
  const tool = ['-cp', jars, 'kafka.tools.StorageTool']
  const clusterId = node?.clusterId ?? randomBytes(16).toString('base64url')
  const users = Object.entries(scramUsers).flatMap(([name, password]) =>
    ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap(kind => [
      '--add-scram',
      `${kind}=[name=${name},password=${password}]`,
    ]),
  )
  const quorum = node ? [] : ['--standalone']
  await run('java', [...tool, 'format', ...quorum, ...users, `--cluster-id=${clusterId}`, '-c', properties])
}

/** Of topics of the broker's own: as many replicas as there are nodes, all but one of which must be in step. */
const ownTopics = ['offsets.topic', 'transaction.state.log', 'share.coordinator.state.topic']

function propertiesOf(dataDir: string, options: KafkaOptions): Readonly<Record<string, string>> {
  const { port, controllerPort = port + 1, node, properties } = options
  const controller: KafkaListener = { name: 'CONTROLLER', port: controllerPort, protocol: 'PLAINTEXT' }
  const listeners: readonly KafkaListener[] = [
    { name: 'PLAINTEXT', port, protocol: 'PLAINTEXT' },
    ...(options.listeners ?? []),
  ]
  const isController = !node || node.id === 1
  const addresses = [...listeners, ...(isController ? [controller] : [])]
    .map(listener => `${listener.name}://127.0.0.1:${listener.port}`)
    .join(',')
  const protocols = [...listeners, controller].map(({ name, protocol }) => `${name}:${protocol}`)
  const nodes = node?.brokers ?? 1
  return {
    'process.roles': isController ? 'broker,controller' : 'broker',
    'node.id': String(node?.id ?? 1),
    ...quorumOf(controllerPort, node),
    'controller.listener.names': 'CONTROLLER',
    listeners: addresses,
    'advertised.listeners': addresses,
    'listener.security.protocol.map': protocols.join(','),
    'log.dirs': join(dataDir, 'log'),
    'group.initial.rebalance.delay.ms': '0',
    'auto.create.topics.enable': 'false',
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.num.partitions': '4',
    ...Object.fromEntries(ownTopics.map(name => [`${name}.replication.factor`, String(nodes)])),
    ...Object.fromEntries(
      ownTopics.slice(1).map(name => [`${name}.min.isr`, String(Math.max(1, nodes - 1))]),
    ),
    ...properties,
  }
}

function quorumOf(controllerPort: number, node: KafkaNode | undefined): Record<string, string> {
  if (!node) return { 'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}` }
  return { 'controller.quorum.voters': `1@127.0.0.1:${node.controllerPort}` }
}

function writeProperties(dataDir: string, options: KafkaOptions): string {
  const lines = Object.entries(propertiesOf(dataDir, options)).map(([name, value]) => `${name}=${value}`)
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
