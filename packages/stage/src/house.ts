import { join } from 'node:path'
import type { DatabaseSettings } from '@touchline/contracts/database'
import type { KafkaSettings } from '@touchline/contracts/kafka'
import type { RedisSettings } from '@touchline/contracts/redis'
import { createDatabase, readSystemId, refuseMisconfigured } from '@touchline/db'
import { startEmbeddedPostgres } from '@touchline/db/embedded'
import { migrate } from '@touchline/db/migrate'
import { type AdmissionSettings, openAdmissionStore, startGateway } from '@touchline/gateway'
import { createMemoryCursorStore, createPartnerBook, ingestSchemaCheck, startIngest } from '@touchline/ingest'
import { neededFrom, startProcessor } from '@touchline/processor'
import { type ScriptOptions, startSimulator } from '@touchline/simulator'
import { openBroadcast, openEventLog } from '@touchline/streams/open'
import { createMetrics, type Logger } from '@touchline/telemetry'
import { openOwnKeys } from './access/own-keys.ts'
import { embeddedFolder } from './database-url.ts'

export interface HouseSettings {
  readonly dataDir: string
  readonly host: string
  readonly ports: {
    readonly ingest: number
    readonly gateway: number
    readonly processor: number
    readonly simulator: number
  }
  /** Each replaces the embedded part of its kind. */
  readonly database?: DatabaseSettings | undefined
  readonly kafka?: KafkaSettings | undefined
  readonly redis?: RedisSettings | undefined
  /** Whose tokens and keys count. Those of the house's own issuer do, unless another set of keys is given. */
  readonly admission?: AdmissionSettings | undefined
  /** JSON of partners by name. */
  readonly partners: string
  readonly partnerEventsPerSecond?: number | undefined
  readonly influx?: {
    readonly url: string
    readonly token: string
    readonly org: string
    readonly bucket: string
  }
  /** Null starts no simulator. */
  readonly simulator: { readonly secret: string; readonly script: ScriptOptions } | null
  readonly logger: Logger
}

export interface House {
  readonly ports: HouseSettings['ports']
  /** Ends everything, sources first, so that what is under way still reaches the fans. */
  stop(): Promise<void>
}

const spoolBytes = 64 * 1_048_576

/**
 * The whole house in one process. Phases: database, migrations, log and broadcast, then the apps against the
 * stream: gateway, processor, ingest, simulator. Stops in the opposite order; so does a start that fails half-way.
 */
export async function startHouse(settings: HouseSettings): Promise<House> {
  const stops: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const next of stops.splice(0).reverse()) {
      await next().catch(error => settings.logger.error({ err: error }, 'a part did not stop well'))
    }
  }
  try {
    return { ports: await startParts(settings, stops), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startParts(settings: HouseSettings, stops: (() => Promise<void>)[]): Promise<House['ports']> {
  const { host, ports, logger } = settings
  const where = settings.database ?? (await startDatabase(settings.dataDir, stops))
  await migrate(where.directUrl)
  const database = createDatabase({ ...where, applicationName: 'touchline' })
  stops.push(() => database.close())
  await refuseMisconfigured(database)
  const onError = (error: unknown) => logger.warn({ err: error }, 'the streams lost something and go on')
  const systemId = () => readSystemId(database)
  const { kafka, redis } = settings
  const streams = { ...where, databaseUrl: where.url, kafka, redis, systemId, clientId: 'touchline', onError }
  const log = await openEventLog({ ...streams, retention: { neededFrom: neededFrom(database) } })
  stops.push(() => log.close())
  const broadcast = await openBroadcast({ ...streams, near: true })
  stops.push(() => broadcast.close())

  const metrics = createMetrics('touchline')
  const shared = { database, log, broadcast, metrics, host, instance: 'stage' }
  const counts = openAdmissionStore(settings.redis, onError)
  stops.push(() => counts.close())
  const gateway = await startGateway({
    ...shared,
    admission: { ...(await admissionOf(settings)), redis: counts.redis },
    logger: logger.child({ app: 'gateway' }),
    port: ports.gateway,
    // Its fans have nowhere else to go.
    limits: { drainMs: 1_000 },
  })
  stops.push(() => gateway.stop())
  const processor = await startProcessor({
    ...shared,
    logger: logger.child({ app: 'processor' }),
    port: ports.processor,
    spool: { folder: join(settings.dataDir, 'spool', 'processor'), maxBytes: spoolBytes },
    ...(settings.influx && { influx: settings.influx }),
  })
  stops.push(() => processor.stop())
  const simulator = await openSimulator(settings, metrics)
  if (simulator) stops.push(() => simulator.stop())
  const ingest = await startIngest({
    ...shared,
    logger: logger.child({ app: 'ingest' }),
    port: ports.ingest,
    partners: createPartnerBook(JSON.parse(settings.partners)),
    stadiums: simulator?.stadiums() ?? [],
    socialFeeds: simulator?.socialFeeds() ?? [],
    // The simulated sources begin anew with the house: no place of theirs outlives it.
    cursors: createMemoryCursorStore(),
    reports: { database, instance: shared.instance },
    grantsDatabase: database,
    deadLetterSpool: { folder: join(settings.dataDir, 'spool', 'ingest'), maxBytes: spoolBytes },
    schema: ingestSchemaCheck(database),
    readinessChecks: [{ name: 'database', check: () => database.ping() }],
    ...(settings.partnerEventsPerSecond && {
      limits: { partnerEventsPerSecond: settings.partnerEventsPerSecond },
    }),
  })
  stops.push(() => ingest.stop())
  return {
    ingest: ingest.port,
    gateway: gateway.port,
    processor: processor.port,
    simulator: simulator?.port ?? ports.simulator,
  }
}

async function startDatabase(dataDir: string, stops: (() => Promise<void>)[]): Promise<DatabaseSettings> {
  const server = await startEmbeddedPostgres({ dataDir: embeddedFolder(dataDir) })
  stops.push(() => server.stop())
  return { url: server.url, directUrl: server.url, preparedStatements: true, maxConnections: 24 }
}

async function admissionOf({ admission, dataDir }: HouseSettings): Promise<AdmissionSettings> {
  const own = await openOwnKeys(dataDir)
  return {
    ...admission,
    fanKeys: withOwn(admission?.fanKeys, own.jwks),
    apiKeyPepper: admission?.apiKeyPepper ?? own.apiKeyPepper,
  }
}

/** The house's own issuer counts beside one that is reached by a URL, and not beside a set that was given. */
function withOwn(given: AdmissionSettings['fanKeys'], jwks: string): AdmissionSettings['fanKeys'] {
  const sets = given === undefined ? [] : [given].flat()
  return sets.some(set => 'jwks' in set) ? sets : [{ jwks }, ...sets]
}

function openSimulator(
  { simulator, host, ports, logger }: HouseSettings,
  metrics: ReturnType<typeof createMetrics>,
) {
  if (!simulator) return undefined
  return startSimulator({
    logger: logger.child({ app: 'simulator' }),
    metrics,
    host,
    port: ports.simulator,
    ingestUrl: `http://${host}:${ports.ingest}`,
    partner: { name: 'simulator', secret: simulator.secret },
    script: simulator.script,
  })
}
