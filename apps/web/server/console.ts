import type { Console } from '@touchline/api/console'
import { readConsoleEnv } from './env.ts'

const opened: { console?: Promise<Console> } = {}

/**
 * This process's console, opened at first use: by then the database's address is known. Node loads it as it is, as it
 * does in every other app of the house; bundled, it would lose the files that it reads beside itself.
 */
export function consoleServer(): Promise<Console> {
  opened.console ??= open().catch(error => {
    delete opened.console
    if (error instanceof Error && error.name === 'DatabaseMisconfigured')
      process.stderr.write(`the console can't be opened: ${error.message}\n`)
    throw error
  })
  return opened.console
}

async function open(): Promise<Console> {
  const { openConsole } = await import(/* turbopackIgnore: true */ '@touchline/api/console')
  return openConsole({ ...readConsoleEnv(), onUnexpected: tell })
}

/** Into the server's log: its kind and where it arose, never what somebody typed. */
function tell(error: unknown): void {
  const { name = 'Error', stack = '' } = error instanceof Error ? error : {}
  const places = stack
    .split('\n')
    .filter(line => line.startsWith('    at '))
    .slice(0, 5)
  process.stderr.write(`the door: ${name}\n${places.join('\n')}\n`)
}
