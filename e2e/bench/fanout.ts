import { aimsOf } from './fanout/aims.ts'
import { figuresOf } from './fanout/figures.ts'
import { type Load, loadsOf } from './fanout/load.ts'
import { checkOpenFiles, findCores } from './fanout/machine.ts'
import { type FanoutOptions, help, readOptions } from './fanout/options.ts'
import { asText, type FanoutReport } from './fanout/report.ts'
import { type ContenderRun, runContender } from './fanout/run-contender.ts'
import { startFanoutServices } from './fanout/services.ts'

const startedMs = Date.now()
const say = (text: string) =>
  void process.stderr.write(`${((Date.now() - startedMs) / 1_000).toFixed(1).padStart(6)} s  ${text}\n`)

async function bench(options: FanoutOptions): Promise<FanoutReport> {
  const { only, rounds } = options
  const [small = 0, large = small] = options.sockets
  checkOpenFiles(large)
  const loads = loadsOf({ sockets: [small, large], seconds: options.seconds }).filter(load =>
    options.loads.includes(load.name),
  )
  const cores = findCores()
  const services = await startFanoutServices()
  const runs = new Map(only.map(name => [name, [] as ContenderRun[]]))
  let matches = 0
  try {
    for (let round = 1; round <= rounds; round += 1) {
      for (const [crowd, own] of crowdsOf(loads)) {
        for (const name of only) {
          matches += 1
          const where = { ...services, matchId: `fanout-${matches}` }
          say(`round ${round}: ${name}, ${crowd} sockets`)
          const idle = crowd === large
          const run = await runContender({ name, where, loads: own, idle, cores })
          runs.get(name)?.push(run)
          say(summaryOf(run))
        }
      }
    }
  } finally {
    await services.stop()
  }
  const contenders = [...runs].map(([name, its]) => figuresOf(name, its))
  const aims = aimsOf(contenders)
  return { loads, rounds, pinned: cores !== undefined, contenders, aims, ok: aims.every(aim => aim.ok) }
}

/** A server process takes all loads of one number of sockets. */
const crowdsOf = (loads: readonly Load[]): [number, Load[]][] => [...Map.groupBy(loads, load => load.sockets)]

function summaryOf({ samples, idleBytesPerSocket }: ContenderRun): string {
  const costs = samples.map(
    ({ load, cpuMicrosPerDelivery: cost, latencies, faults }) =>
      `${load} ${cost.toFixed(2)} µs, p99 ${latencies.p99Ms.toFixed(1)} ms${faults.length > 0 ? ` (${faults.join(', ')})` : ''}`,
  )
  const idle = idleBytesPerSocket === undefined ? [] : [`idle ${Math.round(idleBytesPerSocket)} B a socket`]
  return `         ${[...costs, ...idle].join('; ')}`
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2))
  if (options.help) {
    process.stdout.write(help)
    return 0
  }
  const report = await bench(options)
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : asText(report))
  return report.ok ? 0 : 1
}

for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(130))

try {
  process.exit(await main())
} catch (error) {
  process.stderr.write(`bench:fanout: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(2)
}
