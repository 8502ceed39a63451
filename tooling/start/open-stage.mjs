import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { checkDataFolder } from './data-folder.mjs'
import { adminLines, doorEnv, firstAdmin, keepSecrets } from './door.mjs'
import { isGiven } from './env.mjs'
import { runHouse } from './house.mjs'
import { checkDatabases, clearLeftovers } from './leftovers.mjs'
import { partnersEnv } from './partners.mjs'
import { checkPorts } from './ports.mjs'
import { prepare } from './prepare.mjs'
import { houseEnv, httpUrl, stageService, webService } from './services.mjs'
import { bold, elapsed, line, phase } from './terminal.mjs'
import { prepareWeb } from './web-build.mjs'

/**
 * The embedded profile: the stage and the web app, until asked to stop.
 * @param {import('./env.mjs').Settings} settings
 * @param {import('./until-stopped.mjs').Run} run
 */
export async function openStage(settings, { signal, hurry, up }) {
  const startedAt = performance.now()
  const { dataDir, ports } = settings
  const logDir = join(dataDir, 'logs')
  await phase('Checking data folder and ports', () => check(settings))
  await prepare({ logDir, signal })
  await prepareWeb({ logDir, signal })
  const env = houseEnv(settings, partnersEnv(settings))
  keepSecrets(dataDir)
  const door = doorEnv(settings)
  const database = databaseEnv(dataDir)
  await runHouse({
    title: 'Starting',
    services: [
      stageService(settings, { ...env, ...door.gateway }),
      webService(settings, { ...env, ...door.web, ...database }),
    ],
    dataDir,
    logDir,
    signal,
    hurry,
    banner: async () => {
      const admin = await firstAdmin({ env: { ...env, ...database }, signal })
      up()
      return banner({ dataDir, logDir, ports, took: elapsed(startedAt), admin })
    },
  })
}

/**
 * Where the web app finds the embedded database, once that is up: an address that an earlier start has left is gone.
 * @param {string} dataDir
 * @returns {Record<string, string>}
 */
function databaseEnv(dataDir) {
  if (isGiven('DATABASE_URL')) return {}
  const file = join(dataDir, 'postgres', 'url')
  rmSync(file, { force: true })
  return { DATABASE_URL_FILE: file }
}

/** @param {import('./env.mjs').Settings} settings */
async function check({ dataDir, ports }) {
  for (const opened of checkDataFolder(dataDir)) line(`  ${opened}`)
  const ended = await clearLeftovers(dataDir)
  if (ended > 0) line(`  ended ${ended} process(es) that an earlier start had left`)
  checkDatabases(dataDir)
  await checkPorts(ports)
}

/**
 * @param {object} house
 * @param {string} house.dataDir
 * @param {string} house.logDir
 * @param {import('./env.mjs').Settings['ports']} house.ports
 * @param {string} house.took
 * @param {import('./door.mjs').FirstAdmin} house.admin
 */
const banner = ({ dataDir, logDir, ports, took, admin }) => [
  '',
  `  ${bold('Touchline is up')} (${took})`,
  '',
  `  Fan page  ${bold(httpUrl(ports.web))}`,
  `  Console   ${httpUrl(ports.web)}/console`,
  ...adminLines(admin),
  `  Gateway   ${httpUrl(ports.gateway)}  (ws://127.0.0.1:${ports.gateway}/trpc, /v1, /openapi.json)`,
  `  Data      ${dataDir}`,
  `  Logs      ${logDir}`,
  '  Stop      Ctrl-C',
  '',
]
