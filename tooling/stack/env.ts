import { join } from 'node:path'
import { readPort, readSettings } from '../start/env.mjs'

export type ServiceName = 'kafka' | 'redis' | 'postgres'

export interface StackSettings {
  /** Data, logs and state of the stack: `stack/` in the data folder. */
  readonly folder: string
  readonly ports: Readonly<Record<ServiceName, number>>
}

/** Throws a Fault that names the variable that cannot be used. */
export function readStackSettings(env: NodeJS.ProcessEnv = process.env): StackSettings {
  return {
    folder: join(readSettings(env).dataDir, 'stack'),
    ports: {
      kafka: readPort('KAFKA_PORT', env, 9092),
      redis: readPort('REDIS_PORT', env, 6379),
      postgres: readPort('POSTGRES_PORT', env, 5432),
    },
  }
}
