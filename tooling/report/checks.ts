import { runCommand } from '../start/command.mjs'
import { Fault } from '../start/fault.mjs'
import { elapsed, green, line, red } from '../start/terminal.mjs'

/** One program that passes or fails. */
export interface Check {
  readonly name: string
  readonly command: readonly string[]
}
export interface CheckResult {
  readonly name: string
  readonly ok: boolean
  readonly tookMs: number
  /** What it printed, the last 200 lines. */
  readonly output: readonly string[]
}

const checkTimeoutMs = 180_000
const keptLines = 200

/** Runs checks, so many at once, and tells each as it ends. */
export async function runChecks(
  checks: readonly Check[],
  { atOnce, signal }: { atOnce: number; signal?: AbortSignal },
): Promise<CheckResult[]> {
  const waiting = [...checks]
  const results: CheckResult[] = []
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift())
      results.push(await runCheck(check, signal))
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return checks.flatMap(({ name }) => results.filter(result => result.name === name))
}

async function runCheck({ name, command }: Check, signal?: AbortSignal): Promise<CheckResult> {
  const startedAt = performance.now()
  const output: string[] = []
  const onLine = (text: string) => {
    output.push(text)
    if (output.length > keptLines) output.shift()
  }
  const run = runCommand({
    title: name,
    line: command,
    timeoutMs: checkTimeoutMs,
    onLine,
    ...(signal ? { signal } : {}),
  })
  const ok = await run.then(
    () => true,
    error => {
      signal?.throwIfAborted()
      if (!(error instanceof Fault)) throw error
      if (output.length === 0) output.push(error.message)
      return false
    },
  )
  line(`${ok ? green('✓') : red('✗')} ${name} (${elapsed(startedAt)})`)
  return { name, ok, tookMs: performance.now() - startedAt, output }
}
