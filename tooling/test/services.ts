import { stackDown, wipe } from '../stack/down.ts'
import type { ServiceName } from '../stack/env.ts'
import { freePort } from '../stack/service-process.ts'
import { environmentOf } from '../stack/state.ts'
import { type Started, stackUp } from '../stack/up.ts'
import { phase } from '../start/terminal.mjs'

const testNames: Readonly<Record<string, string>> = {
  DATABASE_URL: 'TOUCHLINE_TEST_DATABASE_URL',
  KAFKA_BROKERS: 'TOUCHLINE_TEST_KAFKA_BROKERS',
  REDIS_URL: 'TOUCHLINE_TEST_REDIS_URL',
}

/**
 * Starts services for one test run on free ports, in a folder of their own that is begun anew: what a run that
 * was killed has left there is ended first. Returns what tests need to find them.
 */
export async function startServices(
  folder: string,
  wanted: readonly ServiceName[],
): Promise<Readonly<Record<string, string>>> {
  await stopServices(folder)
  if (wanted.length === 0) return {}
  const ports = { kafka: await freePort(), redis: await freePort(), postgres: await freePort() }
  const { state } = await phase(
    `Services: ${wanted.join(', ')}`,
    note => stackUp({ folder, ports }, note, wanted),
    (started: Started) =>
      Object.values(started.state)
        .map(({ pid, port }) => `port ${port} (process ${pid})`)
        .join(', '),
  )
  const entries = Object.entries(environmentOf(state))
  return Object.fromEntries(entries.map(([name, value]) => [testNames[name] ?? name, value]))
}

/** Ends the services of the folder by pid, and deletes it. */
export async function stopServices(folder: string): Promise<void> {
  await stackDown(folder)
  wipe(folder)
}
