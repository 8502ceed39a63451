import { join } from 'node:path'
import { table } from '../report/table.ts'
import { wipe } from '../stack/down.ts'
import { readSettings } from '../start/env.mjs'
import { describe } from '../start/fault.mjs'
import { listenForSignals } from '../start/signals.mjs'
import { line, outliveTerminal, phase, problem } from '../start/terminal.mjs'
import { readOptions } from './options.ts'
import { type Row, runAll } from './run-all.ts'
import { stopServices } from './services.ts'
import { stepNames, steps, verifyStep } from './steps.ts'

const help = `npm test [-- --only NAME,NAME]: everything, on real services that it starts on free ports and ends again.

  ${verifyStep.padEnd(8)}types, lint, import law, docs, schemas
${steps.map(({ name, says }) => `  ${name.padEnd(8)}${says}`).join('\n')}

  --only   these steps alone: ${stepNames.join(', ')}
  --help   this text

It needs redis-server, pgbouncer, java, mvn and chromium; as root on Debian it installs those that are missing.
The last line is \`N passed, N failed\`; exit code 0 only if nothing failed.
`

async function test(wanted: ReadonlySet<string>): Promise<number> {
  const { dataDir, underNpm } = readSettings()
  const { stop } = listenForSignals({ followLauncher: underNpm })
  const folder = join(dataDir, 'test')
  const rows: Row[] = []
  let fault = 0
  try {
    const plan = { wanted, steps, folder, logDir: join(dataDir, 'logs'), signal: stop }
    await runAll(plan, row => rows.push(row))
  } catch (error) {
    fault = 1
    problem(stop.aborted ? 'Stopped before its end.' : describe(error))
  }
  await phase('Ending services', () => stopServices(join(folder, 'services')))
  wipe(folder)
  return tell(rows, fault) === 0 ? 0 : stop.aborted ? 130 : 1
}

/** The table, and the total as the last line; returns the number of failures. */
function tell(rows: readonly Row[], fault: number): number {
  const cells = rows.map(({ name, passed, failed, took }) => [name, String(passed), String(failed), took])
  if (rows.length > 0) line(`\n${table([['step', 'passed', 'failed', 'took'], ...cells])}`)
  const skipped = sum(rows.map(row => row.skipped))
  if (skipped > 0) line(`\n${skipped} skipped: each counts as failed`)
  const failed = sum(rows.map(row => row.failed)) + fault
  line(`\n${sum(rows.map(row => row.passed))} passed, ${failed} failed`)
  return failed
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

async function main(args: readonly string[]): Promise<number> {
  const { help: wantsHelp, only } = readOptions(args)
  if (!wantsHelp) return test(only)
  process.stdout.write(help)
  return 0
}

outliveTerminal()
process.exitCode = await main(process.argv.slice(2)).catch(error => {
  problem(describe(error))
  return 1
})
