import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from '../start/command.mjs'
import { lifeline, root } from '../start/env.mjs'
import { Fault } from '../start/fault.mjs'
import { line } from '../start/terminal.mjs'
import type { Step } from './steps.ts'
import { type Tally, tallyOf } from './tally.ts'

const vitest = join(root, 'node_modules/vitest/vitest.mjs')

interface Surroundings {
  /** Where reports go. */
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

/** Runs one vitest project, its output shown as it comes, and counts from its report. */
export async function runStep(step: Step, { folder, env, signal }: Surroundings): Promise<Tally> {
  const file = join(folder, `${step.name}.json`)
  rmSync(file, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const run = runCommand({
    title: `vitest --project ${step.name}`,
    line: [process.execPath, ...lifeline, vitest, 'run', '--project', step.name, ...reporters],
    follows: true,
    env: { NODE_ENV: 'test', ...env },
    timeoutMs: step.timeoutMs,
    onLine: text => line(`  ${text}`),
    signal,
  })
  const exitedWell = await run.then(
    () => true,
    error => {
      signal.throwIfAborted()
      if (!(error instanceof Fault)) throw error
      return false
    },
  )
  return tallyOf(readReport(file), exitedWell)
}

function readReport(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
