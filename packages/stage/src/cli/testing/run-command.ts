import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Starts a command as npm does, in a process of its own with these settings alone. */
export function startCommand(name: string, args: readonly string[], env: Record<string, string>) {
  const script = fileURLToPath(new URL(`../${name}.ts`, import.meta.url))
  const child = spawn(process.execPath, [script, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 25_000,
  })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const ended = new Promise<Ended>(resolve => child.once('close', code => resolve({ code, out, err })))
  return { ended, err: () => err, interrupt: () => void child.kill('SIGINT') }
}

export const runCommand = (
  name: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<Ended> => startCommand(name, args, env).ended
