import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RunningService, runService, untilHealthy } from '../../tooling/stack/service-process.ts'
import { type ProxyPlan, placed, shipped } from './proxy-plan.ts'

/** HAProxy with the shipped configuration; a port stands for each name, and addresses are filled in. */
export async function startHaproxy(plan: ProxyPlan): Promise<RunningService> {
  const { folder, listen } = plan
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'haproxy.cfg')
  writeFileSync(file, filled(placed(readFileSync(shipped('haproxy.cfg'), 'utf8'), plan), listen))
  execFileSync('haproxy', ['-c', '-q', '-f', file])
  const logFile = `${folder}.log`
  const service = runService({
    command: 'haproxy',
    args: ['-db', '-f', file],
    stopSignal: 'SIGTERM',
    logFile,
  })
  const probe = async () => (await fetch(`http://127.0.0.1:${listen.ingest}/health/live`)).status > 0
  await untilHealthy('HAProxy', service, { timeoutMs: 10_000, logFile, probe })
  return service
}

const filled = (text: string, listen: ProxyPlan['listen']) =>
  text
    .replace('    maxconn 100000\n', '    maxconn 4000\n')
    .replace(
      '    bind :80\n',
      Object.values(listen)
        .map(port => `    bind 127.0.0.1:${port}\n`)
        .join(''),
    )
    .replace(
      /req\.hdr\(host\),field\(1,:\) -i (\w+)\.example/g,
      (_, name: string) => `dst_port ${listen[name]}`,
    )
