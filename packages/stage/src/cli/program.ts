import { createInterface } from 'node:readline/promises'
import {
  CliFault,
  type Command,
  failureText,
  type LocalCommand,
  type Terminal,
  withDatabase,
} from './command.ts'

export interface Program {
  readonly name: string
  readonly help: string
  readonly commands: Readonly<Record<string, Command | LocalCommand>>
}

const terminal: Terminal = {
  out: text => void process.stdout.write(text),
  err: text => void process.stderr.write(text),
  isInteractive: process.stdin.isTTY === true && process.stderr.isTTY === true,
  ask: async question => {
    const lines = createInterface({ input: process.stdin, output: process.stderr })
    const gone = new AbortController()
    lines.once('SIGINT', () => gone.abort()).once('close', () => gone.abort())
    try {
      return await lines.question(question, { signal: gone.signal }).catch(() => '')
    } finally {
      lines.close()
    }
  },
}

function untilInterrupted(): AbortSignal {
  const interrupted = new AbortController()
  process.once('SIGINT', () => interrupted.abort()).once('SIGTERM', () => interrupted.abort())
  return interrupted.signal
}

/**
 * Runs the command that the first word names. Exit code 2: it could not be done, or was typed wrong; 130: interrupted;
 * else what the command says.
 */
export async function runProgram({ name, help, commands }: Program, argv: readonly string[]): Promise<void> {
  const [word = '--help', ...args] = argv
  if (word === '--help' || word === 'help') return terminal.out(help)
  const command = Object.hasOwn(commands, word) ? commands[word] : undefined
  // Whoever reads the output may have enough of it, as `head` has.
  process.stdout.once('error', () => process.exit(2))
  try {
    if (!command) throw new CliFault(`there is no command "${word}"; see --help`)
    if (args.includes('--help')) return terminal.out(command.help)
    process.exitCode = await runCommand(command, name, args)
  } catch (error) {
    terminal.err(`${name}: ${failureText(error)}\n`)
    process.exitCode = 2
  }
}

function runCommand(command: Command | LocalCommand, name: string, args: readonly string[]): Promise<number> {
  if ('prepareLocal' in command) return command.prepareLocal(args)(terminal)
  const run = command.prepare(args)
  return withDatabase(`touchline-${name}`, database => run({ database, terminal, untilInterrupted }))
}
