import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RunningService, runService, untilHealthy } from '../../tooling/stack/service-process.ts'
import { type ProxyPlan, placed, shipped } from './proxy-plan.ts'

/** nginx with the shipped configuration; addresses, ports and places of its files are filled in, and nothing else. */
export async function startNginx(plan: ProxyPlan): Promise<RunningService> {
  const { folder, listen } = plan
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'nginx.conf')
  writeFileSync(file, filled(readFileSync(shipped('nginx.conf'), 'utf8'), plan))
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

function filled(text: string, plan: ProxyPlan): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map(kind => `    ${kind}_temp_path ${plan.folder}/${kind};`)
    .join('\n')
  return placed(text, plan)
    .replace('http {\n', `http {\n${temporary}\n`)
    .replace(
      /listen 80;(\s+server_name (\w+)\.)/g,
      (_, rest: string, name: string) => `listen 127.0.0.1:${plan.listen[name]};${rest}`,
    )
}
