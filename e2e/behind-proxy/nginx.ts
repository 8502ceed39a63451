import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RunningService, runService, untilHealthy } from '../../tooling/stack/service-process.ts'
import { root } from '../house/process.ts'

/** The shipped configuration of each proxy. */
export const shipped = (name: string) => join(root, 'docs/deployment/proxies', name)

export interface NginxPlan {
  readonly folder: string
  /** By the first word of its `server_name`. */
  readonly listen: Readonly<Record<string, number>>
  /** For each address in the shipped configuration, one here. */
  readonly upstreams: Readonly<Record<string, string>>
}

/** nginx with the shipped configuration; addresses, ports and places of its files are filled in, and nothing else. */
export async function startNginx({ folder, listen, upstreams }: NginxPlan): Promise<RunningService> {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'nginx.conf')
  writeFileSync(file, filled(readFileSync(shipped('nginx.conf'), 'utf8'), { folder, listen, upstreams }))
  const logFile = `${folder}.log`
  const flags = ['-p', folder, '-c', file, '-e', logFile]
  execFileSync('nginx', ['-t', '-q', ...flags, '-g', `pid ${folder}/nginx.pid;`])
  const service = runService({
    command: 'nginx',
    args: [...flags, '-g', `daemon off; pid ${folder}/nginx.pid;`],
    stopSignal: 'SIGTERM',
    logFile,
  })
  // Nothing stands behind it yet: that it answers at all is enough.
  const probe = async () => (await fetch(`http://127.0.0.1:${listen.ingest}/health/live`)).status > 0
  await untilHealthy('nginx', service, { timeoutMs: 10_000, logFile, probe })
  return service
}

function filled(text: string, { folder, listen, upstreams }: NginxPlan): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map(kind => `    ${kind}_temp_path ${folder}/${kind};`)
    .join('\n')
  const placed = Object.entries(upstreams).reduce((told, [from, to]) => told.replaceAll(from, to), text)
  return placed
    .replace('http {\n', `http {\n${temporary}\n`)
    .replace(
      /listen 80;(\s+server_name (\w+)\.)/g,
      (_, rest: string, name: string) => `listen 127.0.0.1:${listen[name]};${rest}`,
    )
}
