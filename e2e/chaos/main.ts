import { help, readOptions } from './options.ts'
import { asText } from './report.ts'
import { runChaos } from './run/run-chaos.ts'

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

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2))
  if (options.help) {
    process.stdout.write(help)
    return 0
  }
  const { seed, faults, 'seconds-per-fault': secondsPerFault, matches, keep } = options
  const signal = endingSignal(faults * secondsPerFault * 3_000 + 600_000)
  const { rate: eventsPerSecond = 500, fans = 40 } = options
  const report = await runChaos(
    { seed, faults, secondsPerFault, eventsPerSecond, matches, fans, keep },
    { say, signal },
  )
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : asText(report))
  return report.ok ? 0 : 1
}

try {
  process.exit(await main())
} catch (error) {
  process.stderr.write(`chaos: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(2)
}
