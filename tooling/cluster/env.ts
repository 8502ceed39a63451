import { join } from 'node:path'
import { databaseUrlSetting } from '@touchline/contracts/database'
import { environmentOf, runningServices } from '../stack/state.ts'
import { givenText } from '../start/env.mjs'
import { Fault } from '../start/fault.mjs'

const needed = ['DATABASE_URL', 'KAFKA_BROKERS', 'REDIS_URL'] as const
export type Backends = Readonly<Record<(typeof needed)[number], string>>

/** Each from the environment, or else from the stack that runs on this data folder; throws a Fault naming what lacks. */
export function readBackends(dataDir: string, env: NodeJS.ProcessEnv = process.env): Backends {
  const stack = environmentOf(runningServices(join(dataDir, 'stack')))
  const found = Object.fromEntries(needed.map(name => [name, givenText(name, env) || stack[name] || '']))
  const missing = needed.filter(name => !found[name])
  if (missing.length === 0) return found as Backends
  throw new Fault(`Not set: ${missing.join(', ')}.`, [
    'Set them to servers of yours, or run `npm run stack:up` for Kafka, Redis and PostgreSQL on this machine.',
  ])
}

/** Where migrations go: to DATABASE_DIRECT_URL, or else where the apps do. */
export const migrationUrl = ({ DATABASE_URL }: Backends, env: NodeJS.ProcessEnv = process.env): string =>
  databaseUrlSetting().parse(givenText('DATABASE_DIRECT_URL', env) || DATABASE_URL)

/** As the apps are told of them: by value, so that a file named to this process is not read a second time. */
export const backendsEnv = (backends: Backends): Record<string, string> => ({
  ...backends,
  ...Object.fromEntries(needed.map(name => [`${name}_FILE`, ''])),
})
