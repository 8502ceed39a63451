import { execFile } from 'node:child_process'
import type { AuditReport } from '@touchline/api'
import type { TestHouse } from './house.ts'
import { root } from './process.ts'

export interface CommandResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs one of our commands to its end against a house. */
export function runCommand(house: TestHouse, file: string, args: readonly string[]): Promise<CommandResult> {
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...house.env }
  return new Promise(resolve => {
    execFile(
      process.execPath,
      [`${root}${file}`, ...args],
      { cwd: root, env, timeout: 120_000, maxBuffer: 16 << 20 },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    )
  })
}

/** `npm run replay` against a house's ingest. */
export const replay = (house: TestHouse, file: string, ...args: string[]) =>
  runCommand(house, 'apps/simulator/src/cli/replay.ts', [
    file,
    '--url',
    `http://127.0.0.1:${house.ports.ingest}`,
    '--secret',
    house.secret,
    ...args,
  ])

/** `npm run audit` against a house; throws where it can't be read. */
export async function audit(house: TestHouse): Promise<AuditReport> {
  const { stdout, stderr } = await runCommand(house, 'packages/stage/src/cli/audit.ts', ['--json'])
  try {
    return JSON.parse(stdout) as AuditReport
  } catch {
    throw new Error(`audit printed no report: ${stdout}${stderr}`)
  }
}
