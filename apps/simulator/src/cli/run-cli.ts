/** A mistake of the one who typed, or a state of the world that they can mend: told without a stack. */
export class CliFault extends Error {}

/** Runs a command until it ends or is interrupted; its number is the exit code, a fault is told on stderr. */
export async function runCli(name: string, command: (signal: AbortSignal) => Promise<number>): Promise<void> {
  const interrupted = new AbortController()
  process.once('SIGINT', () => interrupted.abort()).once('SIGTERM', () => interrupted.abort())
  try {
    process.exitCode = await command(interrupted.signal)
  } catch (error) {
    if (interrupted.signal.aborted) process.stderr.write(`${name}: interrupted\n`)
    else process.stderr.write(`${name}: ${error instanceof Error ? error.message : 'failed'}\n`)
    process.exitCode = interrupted.signal.aborted ? 130 : 1
  }
}

/** A number given on the command line; throws a fault that names the option. */
export function numberOption(name: string, text: string, { min, max }: { min: number; max: number }): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= min && value <= max) return value
  throw new CliFault(`--${name} must be a number from ${min} to ${max}, not "${text}"`)
}

export const speedOption = (text: string): number | 'max' =>
  text === 'max' ? 'max' : numberOption('speed', text, { min: 0.01, max: 10_000 })

export function urlOption(name: string, text: string): string {
  if (URL.canParse(text) && /^https?:/.test(text)) return text
  throw new CliFault(`--${name} must be an http address such as http://127.0.0.1:4100, not "${text}"`)
}
