import { checkOpenFiles } from '../bench/fanout/machine.ts'
import { crowdScenarios } from './crowd/all.ts'
import { type CrowdScenario, crowdAsText, playCrowdScenario } from './crowd/crowd-scenario.ts'
import { type CliOptions, help, readOptions } from './options.ts'
import { asText, scenarioAsText } from './report.ts'
import { runChaos } from './run/run-chaos.ts'
import { scenarios } from './scenarios/all.ts'
import { playScenario } from './scenarios/scenario.ts'

const startedMs = Date.now()
const say = (text: string) =>
  void process.stderr.write(`${((Date.now() - startedMs) / 1_000).toFixed(1).padStart(6)} s  ${text}\n`)

/** Ends the run at a signal or after a time that no honest run takes; the second signal ends the process. */
function endingSignal(limitMs: number): AbortSignal {
  const ending = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (ending.signal.aborted) process.exit(130)
      ending.abort(new Error(`ended by ${name}`))
    })
  }
  setTimeout(() => ending.abort(new Error('it takes too long')), limitMs).unref()
  return ending.signal
}

async function playFaults(options: CliOptions): Promise<number> {
  const { seed, faults, 'seconds-per-fault': secondsPerFault, matches, keep } = options
  const { rate: eventsPerSecond = 500, fans = 40 } = options
  const signal = endingSignal(faults * secondsPerFault * 3_000 + 600_000)
  const chosen = { seed, faults, secondsPerFault, eventsPerSecond, matches, fans, keep }
  const report = await runChaos(chosen, { say, signal })
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : asText(report))
  return report.ok ? 0 : 1
}

async function playOne(name: string, options: CliOptions): Promise<number> {
  const scenario = scenarios.find(candidate => candidate.name === name)
  if (!scenario) throw new Error(`no scenario ${name}: see --list`)
  const { defaults } = scenario
  const { seed, matches, keep, rate: eventsPerSecond = defaults.eventsPerSecond } = options
  const { seconds = defaults.seconds, fans = matches } = options
  const signal = endingSignal(seconds * 10_000 + 900_000)
  const chosen = { seed, eventsPerSecond, seconds, matches, fans, keep }
  const report = await playScenario(scenario, chosen, { say, signal })
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : scenarioAsText(report))
  return report.ok ? 0 : 1
}

async function playCrowd(scenario: CrowdScenario, options: CliOptions): Promise<number> {
  const { defaults } = scenario
  const { seed, rate: eventsPerSecond = defaults.eventsPerSecond } = options
  const { seconds = defaults.seconds, sockets = defaults.sockets } = options
  checkOpenFiles(sockets)
  const signal = endingSignal(seconds * 3_000 + 600_000)
  const report = await playCrowdScenario(
    scenario,
    { seed, eventsPerSecond, seconds, sockets },
    { say, signal },
  )
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : crowdAsText(report))
  return report.ok ? 0 : 1
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2))
  if (options.help || options.list) {
    const list = [...scenarios, ...crowdScenarios]
      .map(({ name, summary }) => `${name.padEnd(14)}${summary}\n`)
      .join('')
    process.stdout.write(options.help ? help : list)
    return 0
  }
  const crowd = crowdScenarios.find(({ name }) => name === options.scenario)
  if (crowd) return playCrowd(crowd, options)
  return options.scenario ? playOne(options.scenario, options) : playFaults(options)
}

try {
  process.exit(await main())
} catch (error) {
  process.stderr.write(`chaos: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(2)
}
