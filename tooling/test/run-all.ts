import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { runChecks } from '../report/checks.ts'
import { seconds } from '../report/table.ts'
import { ensurePrograms, missingPrograms, type Program } from '../stack/programs.ts'
import { describe } from '../start/fault.mjs'
import { bold, line, phase, problem, red } from '../start/terminal.mjs'
import { prepareWeb } from '../start/web-build.mjs'
import { checks } from '../verify/checks.ts'
import { runStep } from './run-step.ts'
import { startServices } from './services.ts'
import { type Step, verifyStep } from './steps.ts'
import type { Tally } from './tally.ts'

export interface Plan {
  readonly wanted: ReadonlySet<string>
  readonly steps: readonly Step[]
  /** Of reports and services; deleted afterwards by the caller. */
  readonly folder: string
  readonly logDir: string
  readonly signal: AbortSignal
}

/** A line of the table at the end. */
export interface Row extends Tally {
  readonly name: string
  readonly took: string
}

/** Phases: verify; programs; services; web build; then the steps, each to its end whatever became of others. */
export async function runAll(plan: Plan, report: (row: Row) => void): Promise<void> {
  const { wanted, folder, signal } = plan
  if (wanted.has(verifyStep)) await timed(verifyStep, report, () => verify(signal))
  const steps = plan.steps.filter(({ name }) => wanted.has(name))
  if (steps.length === 0) return
  await installPrograms([...new Set(steps.flatMap(({ programs }) => programs))], signal)
  const services = [...new Set(steps.flatMap(step => step.services))]
  const env = await startServices(join(folder, 'services'), services)
  mkdirSync(folder, { recursive: true })
  for (const step of steps) {
    signal.throwIfAborted()
    line(`\n${bold(step.name)}: ${step.says}`)
    await timed(step.name, report, async () => {
      if (step.needsWeb) await prepareWeb({ logDir: plan.logDir, signal })
      return runStep(step, { folder, env, signal })
    })
  }
}

async function timed(name: string, report: (row: Row) => void, work: () => Promise<Tally>): Promise<void> {
  const startedAt = performance.now()
  const tally = await work().catch(error => {
    if (error instanceof DOMException) throw error
    problem(`${name}: ${describe(error)}`)
    return { passed: 0, failed: 1, skipped: 0 }
  })
  report({ name, ...tally, took: seconds(performance.now() - startedAt) })
}

async function verify(signal: AbortSignal): Promise<Tally> {
  line(bold('verify'))
  const results = await runChecks(checks, { atOnce: 3, signal })
  for (const { name, ok, output } of results) if (!ok) line(`\n${red('✗')} ${name}\n${output.join('\n')}`)
  const failed = results.filter(({ ok }) => !ok).length
  return { passed: results.length - failed, failed, skipped: 0 }
}

/** As root they are installed; anyone else is told the line to run. */
async function installPrograms(programs: readonly Program[], signal: AbortSignal): Promise<void> {
  const missing = missingPrograms(programs)
  if (missing.length === 0) return
  const title = `Installing ${missing.map(({ debianPackage }) => debianPackage).join(', ')}`
  await phase(title, () => ensurePrograms(programs, { install: true, signal }))
}
