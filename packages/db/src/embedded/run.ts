import { execFile } from 'node:child_process'

/** PostgreSQL refuses to run as root; as root, its programs run as `nobody`, who owns the data folder. */
export const unprivileged: { uid?: number; gid?: number } =
  process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

export interface RunResult {
  readonly code: number
  readonly output: string
}

/** Runs a program to its end, within a minute; its exit code and the last of its output. */
export function run(program: string, args: readonly string[], cwd: string): Promise<RunResult> {
  const options = {
    ...unprivileged,
    cwd,
    timeout: 60_000,
    maxBuffer: 1 << 20,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' },
  }
  return new Promise(resolve => {
    execFile(program, [...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      const said = `${stdout}${stderr}`.trim().slice(-2_000)
      resolve({ code, output: said || (error?.message ?? '') })
    })
  })
}
