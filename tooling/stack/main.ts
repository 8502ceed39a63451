import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { describe, Fault } from '../start/fault.mjs'
import { line, outliveTerminal, phase, problem } from '../start/terminal.mjs'
import { stackDown, wipe } from './down.ts'
import { readStackSettings, type StackSettings } from './env.ts'
import { ensurePrograms, stackPrograms } from './programs.ts'
import { environmentOf, runningServices } from './state.ts'
import { type Started, stackUp } from './up.ts'

const help = `npm run stack:up [-- OPTIONS]      Kafka, Redis and PostgreSQL on this machine, on 127.0.0.1
npm run stack:down [-- OPTIONS]    ends them; their data stays

The data is in stack/ of the data folder (TOUCHLINE_DATA, default .touchline/). A second stack:up says what
runs already. Ports: KAFKA_PORT 9092 (and the next one), REDIS_PORT 6379, POSTGRES_PORT 5432.

  --install  stack:up: as root on Debian, install what is missing (redis-server, java, maven)
  --wipe     stack:down: also delete the data; asks first
  --yes      do not ask
  --json     print the result as JSON
  --help     this text
`

const options = {
  install: { type: 'boolean' },
  wipe: { type: 'boolean' },
  yes: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

type Flags = { readonly [flag in keyof typeof options]?: boolean }

async function up(settings: StackSettings, flags: Flags): Promise<void> {
  const before = Object.keys(runningServices(settings.folder)).length
  if (before < 3) {
    const ensure = () => ensurePrograms(stackPrograms, { install: flags.install ?? false })
    await (flags.json ? ensure() : phase('Checking programs', ensure))
  }
  const { state, started } = flags.json
    ? await stackUp(settings)
    : await phase('Kafka, Redis and PostgreSQL', note => stackUp(settings, note), summary)
  const environment = environmentOf(state)
  if (flags.json) return line(JSON.stringify({ started, services: publicState(state), environment }))
  line('\n  For the apps and the tools:\n')
  for (const [name, value] of Object.entries(environment)) line(`  export ${name}='${value}'`)
  line(`\n  Data and logs: ${settings.folder}\n  Stop: npm run stack:down\n`)
}

const summary = ({ started }: Started) =>
  started.length === 0 ? 'already up' : `started ${started.join(', ')}`

function publicState(state: ReturnType<typeof runningServices>) {
  return Object.fromEntries(Object.entries(state).map(([name, { pid, port }]) => [name, { pid, port }]))
}

async function down(settings: StackSettings, flags: Flags): Promise<void> {
  if (flags.wipe && !flags.yes) await confirmWipe(settings.folder)
  const stop = () => stackDown(settings.folder)
  const stopped = flags.json ? await stop() : await phase('Stopping the stack', stop, tellStopped)
  if (flags.wipe) wipe(settings.folder)
  if (flags.json) line(JSON.stringify({ stopped, wiped: flags.wipe ?? false }))
  else if (flags.wipe) line(`  ${settings.folder} is deleted`)
}

function tellStopped(stopped: Awaited<ReturnType<typeof stackDown>>): string {
  const entries = Object.entries(stopped)
  if (entries.length === 0) return 'nothing was running'
  return entries.map(([name, how]) => `${name} ${how === 'gone' ? 'was gone already' : how}`).join(', ')
}

async function confirmWipe(folder: string): Promise<void> {
  if (!process.stdin.isTTY) throw new Fault(`--wipe deletes ${folder}.`, ['Without a terminal, add --yes.'])
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(`Delete everything in ${folder}? Type "yes": `)
  terminal.close()
  if (answer.trim() !== 'yes') throw new Fault('Nothing was stopped, nothing was deleted.')
}

async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parse(args)
  if (values.help) return void process.stdout.write(help)
  const settings = readStackSettings()
  if (positionals[0] === 'up') return up(settings, values)
  if (positionals[0] === 'down') return down(settings, values)
  throw new Fault('Say up or down.', ['npm run stack:up -- --help tells more.'])
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    throw new Fault((error as Error).message, ['npm run stack:up -- --help tells what there is.'])
  }
}

outliveTerminal()
await main(process.argv.slice(2)).then(
  () => process.exit(0),
  error => {
    problem(describe(error))
    process.exit(1)
  },
)
