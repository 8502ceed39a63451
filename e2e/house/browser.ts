import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { freePort } from '../../tooling/stack/service-process.ts'
import { root, startNode, unattended, until } from './process.ts'

const executablePath = '/usr/bin/chromium'
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function openBrowser(): Promise<Browser> {
  if (!existsSync(executablePath)) throw new Error(`${executablePath} is missing: apt-get install chromium`)
  return chromium.launch({ executablePath, args: flags })
}

export interface TestWeb {
  readonly url: string
  stop(): Promise<void>
}

/** The built web app, its browsers sent to `gatewayUrl`; `more` of its environment for the console. */
export async function startWeb(
  gatewayUrl: string,
  logFile: string,
  more: Readonly<Record<string, string>> = {},
): Promise<TestWeb> {
  if (!existsSync(join(root, 'apps/web/.next/BUILD_ID'))) {
    throw new Error('the web app is not built: npx turbo run build --filter=@touchline/web')
  }
  const port = await freePort()
  const args = [join(root, 'apps/web/server/main.ts')]
  const env = {
    ...unattended,
    NODE_ENV: 'production',
    GATEWAY_PUBLIC_URL: gatewayUrl,
    NEXT_TELEMETRY_DISABLED: '1',
    PORT: String(port),
    DEV_PAGES: '1',
    ...more,
  }
  const server = startNode('web', args, { cwd: join(root, 'apps/web'), env, logFile })
  const url = `http://127.0.0.1:${port}`
  await until(async () => void (await fetch(`${url}/health/live`)), 30_000)
  return { url, stop: () => server.stop() }
}
