import { join } from 'node:path'
import { checkDataFolder } from './data-folder.mjs'
import { runHouse } from './house.mjs'
import { checkDatabases, clearLeftovers } from './leftovers.mjs'
import { ensurePartners, secretOf } from './partners.mjs'
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
  const { file, partners } = ensurePartners(dataDir)
  const env = houseEnv(settings, {
    partnersFile: file,
    simulatorSecret: secretOf(file, partners, 'simulator'),
  })
  await runHouse({
    title: 'Starting',
    services: [stageService(settings, env), webService(settings, env)],
    dataDir,
    logDir,
    signal,
    hurry,
    banner: () => {
      up()
      return banner({ dataDir, logDir, ports, took: elapsed(startedAt) })
    },
  })
}

/** @param {import('./env.mjs').Settings} settings */
async function check({ dataDir, ports }) {
  for (const opened of checkDataFolder(dataDir)) line(`  ${opened}`)
  const ended = await clearLeftovers(dataDir)
  if (ended > 0) line(`  ended ${ended} process(es) that an earlier start had left`)
  checkDatabases(dataDir)
  await checkPorts(ports)
}

/** @param {{ dataDir: string, logDir: string, ports: import('./env.mjs').Settings['ports'], took: string }} house */
const banner = ({ dataDir, logDir, ports, took }) => [
  '',
  `  ${bold('Touchline is up')} (${took})`,
  '',
  `  Fan page  ${bold(httpUrl(ports.web))}`,
  `  Console   ${httpUrl(ports.web)}/console`,
  `  Gateway   ${httpUrl(ports.gateway)}  (ws://127.0.0.1:${ports.gateway}/trpc, /v1, /openapi.json)`,
  `  Data      ${dataDir}`,
  `  Logs      ${logDir}`,
  '  Stop      Ctrl-C',
  '',
]
