import { type Console, openConsole } from '@touchline/api/console'
import { readConsoleEnv } from './env.ts'

const opened: { console?: Console } = {}

/** This process's console, opened at first use: by then the database's address is known. */
export function consoleServer(): Console {
  opened.console ??= openConsole(readConsoleEnv())
  return opened.console
}
