import { runChecks } from '../report/checks.ts'
import { seconds, table } from '../report/table.ts'
import { describe } from '../start/fault.mjs'
import { listenForSignals } from '../start/signals.mjs'
import { line, outliveTerminal, problem, red } from '../start/terminal.mjs'
import { checks } from './checks.ts'

const help = `npm run verify [-- NAME …]: all that needs no service, in under a minute.

${checks.map(({ name, command }) => `  ${name.padEnd(22)}${command.join(' ').replace(process.execPath, 'node')}`).join('\n')}

With names, only the checks whose name contains one of them. Exit code 1 when one fails.
`

async function main(names: readonly string[]): Promise<number> {
  outliveTerminal()
  const { stop } = listenForSignals({ followLauncher: false })
  const wanted = checks.filter(({ name }) => names.length === 0 || names.some(part => name.includes(part)))
  const startedAt = performance.now()
  const results = await runChecks(wanted, { atOnce: 3, signal: stop })
  for (const { name, ok, output } of results) if (!ok) line(`\n${red('✗')} ${name}\n${output.join('\n')}`)
  const rows = results.map(({ name, ok, tookMs }) => [name, seconds(tookMs), ok ? 'passed' : 'FAILED'])
  const failed = results.filter(({ ok }) => !ok).length
  line(`\n${table([['check', 'took', 'result'], ...rows])}\n`)
  line(`${wanted.length - failed} passed, ${failed} failed in ${seconds(performance.now() - startedAt)}`)
  return failed === 0 && wanted.length > 0 ? 0 : 1
}

const args = process.argv.slice(2)
if (args.includes('--help')) process.stdout.write(help)
else
  process.exitCode = await main(args).catch(error => {
    problem(describe(error))
    return 1
  })
