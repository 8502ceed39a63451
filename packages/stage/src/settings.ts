import { databaseSettings } from '@touchline/contracts/database'
import { kafkaOf } from '@touchline/contracts/kafka'
import { redisOf } from '@touchline/contracts/redis'
import { admissionSettings } from '@touchline/gateway'
import type { Logger } from '@touchline/telemetry'
import type { StageEnv } from './env.ts'
import type { HouseSettings } from './house.ts'
import type { HouseEnv } from './house-env.ts'

/** The demo's match misbehaves a little, as real sources do. */
const demoFaults = { duplicates: 0.02, disorder: 0.02, malformed: 0.005, bursts: 0.002 }

/** What the environment says, as the house takes it. */
export function houseSettings(env: HouseEnv, logger: Logger): HouseSettings {
  return {
    dataDir: env.TOUCHLINE_DATA,
    host: env.HOST,
    ports: {
      ingest: env.INGEST_PORT,
      gateway: env.GATEWAY_PORT,
      processor: env.PROCESSOR_PORT,
      simulator: env.SIMULATOR_PORT,
    },
    database: env.DATABASE_URL ? databaseSettings({ ...env, DATABASE_URL: env.DATABASE_URL }) : undefined,
    kafka: kafkaOf(env),
    redis: redisOf(env),
    admission: admissionSettings(env),
    partners: env.BROADCAST_PARTNERS,
    partnerEventsPerSecond: env.INGEST_PARTNER_EVENTS_PER_SECOND,
    ...influxOf(env),
    simulator: simulatorOf(env),
    logger,
  }
}

function simulatorOf(env: StageEnv): HouseSettings['simulator'] {
  if (!env.TOUCHLINE_SIMULATE) return null
  const secret = env.SIMULATOR_SECRET
  if (!secret)
    throw new Error('SIMULATOR_SECRET is not set: set it, or TOUCHLINE_SIMULATE=0, or use npm start')
  const seed = String(env.SIMULATOR_SEED ?? Date.now())
  return { secret, script: { seed, speed: env.SIMULATOR_SPEED ?? 10, loop: true, faults: demoFaults } }
}

function influxOf(env: StageEnv): Pick<HouseSettings, 'influx'> {
  const { INFLUX_URL: url, INFLUX_TOKEN: token, INFLUX_ORG: org, INFLUX_BUCKET: bucket } = env
  return url ? { influx: { url, token, org, bucket } } : {}
}
