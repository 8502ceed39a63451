import { join } from 'node:path'
import { checkDataFolder } from './data-folder.mjs'
import { readSettings } from './env.mjs'
import { describe, Fault } from './fault.mjs'
import { help } from './help.mjs'
import { runHouse } from './house.mjs'
import { checkDatabases, clearLeftovers } from './leftovers.mjs'
import { openLogFile } from './log-file.mjs'
import { ensurePartners, secretOf } from './partners.mjs'
import { checkPorts } from './ports.mjs'
import { prepare } from './prepare.mjs'
import { houseEnv, httpUrl, stageService, webService } from './services.mjs'
import { listenForSignals } from './signals.mjs'
import { bold, elapsed, line, outliveTerminal, phase, problem } from './terminal.mjs'
import { buildWeb } from './web-build.mjs'

outliveTerminal()
const startedAt = performance.now()
let wasUp = false

/** @param {readonly string[]} args */
async function start(args) {
  /** @type {AbortSignal | undefined} */
  let stopping
  try {
    if (args[0])
      throw new Fault(`npm start does not know "${args[0]}".`, ['npm start -- --help tells what it knows.'])
    const settings = readSettings()
    const { stop, hurry } = listenForSignals({ followLauncher: settings.underNpm })
    stopping = stop
    await open(settings, stop, hurry)
    return 0
  } catch (error) {
    if (stopping?.aborted) return wasUp ? 0 : 130
    problem(describe(error))
    return 1
  }
}

/**
 * @param {import('./env.mjs').Settings} settings
 * @param {AbortSignal} signal
 * @param {AbortSignal} hurry
 */
async function open(settings, signal, hurry) {
  const { dataDir, ports } = settings
  const logDir = join(dataDir, 'logs')
  await phase('Checking data folder and ports', () => check(settings))
  await prepare({ logDir, signal })
  await build(logDir, signal)
  const { file, partners } = ensurePartners(dataDir)
  const simulatorSecret = secretOf(file, partners, 'simulator')
  const env = houseEnv(settings, { partnersFile: file, simulatorSecret })
  await runHouse({
    title: 'Starting',
    services: [stageService(settings, env), webService(settings, env)],
    dataDir,
    logDir,
    signal,
    hurry,
    banner: () => {
      wasUp = true
      return banner(dataDir, logDir, ports)
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

/**
 * @param {string} logDir
 * @param {AbortSignal} signal
 */
async function build(logDir, signal) {
  const log = openLogFile(join(logDir, 'build.log'))
  try {
    await phase(
      'Building the web app',
      note => buildWeb({ log, note, signal }),
      outcome => outcome,
    )
  } finally {
    log.close()
  }
}

/**
 * @param {string} dataDir
 * @param {string} logDir
 * @param {import('./env.mjs').Settings['ports']} ports
 */
const banner = (dataDir, logDir, ports) => [
  '',
  `  ${bold('Touchline is up')} (${elapsed(startedAt)})`,
  '',
  `  Fan page  ${bold(httpUrl(ports.web))}`,
  `  Console   ${httpUrl(ports.web)}/console`,
  `  Gateway   ${httpUrl(ports.gateway)}  (ws://127.0.0.1:${ports.gateway}/trpc, /v1, /openapi.json)`,
  `  Data      ${dataDir}`,
  `  Logs      ${logDir}`,
  '  Stop      Ctrl-C',
  '',
]

if (process.argv.includes('--help') || process.argv.includes('-h')) process.stdout.write(help)
else process.exitCode = await start(process.argv.slice(2))
