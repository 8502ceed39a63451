import { join } from 'node:path'
import { freePort, type RunningService } from '../../tooling/stack/service-process.ts'
import type { ProxyPlan } from './proxy-plan.ts'
import { choosePorts, type Replicas, startReplicas, startStores } from './replicas.ts'

/** A proxy, and behind it two replicas of each app that takes requests. */
export interface Scene {
  /** The proxy's. */
  readonly ports: { readonly gateway: number; readonly ingest: number; readonly www: number }
  readonly replicas: Replicas
  stop(): Promise<void>
}

export async function openScene(startProxy: (plan: ProxyPlan) => Promise<RunningService>): Promise<Scene> {
  const ports = { gateway: await freePort(), ingest: await freePort(), www: await freePort() }
  const behind = await choosePorts()
  const stores = await startStores()
  let proxy: RunningService | undefined
  try {
    proxy = await startProxy({
      folder: join(stores.dataDir, 'proxy'),
      listen: ports,
      upstreams: {
        '10.0.0.11:4000': `127.0.0.1:${behind['gateway-1']}`,
        '10.0.0.12:4000': `127.0.0.1:${behind['gateway-2']}`,
        '10.0.0.21:4100': `127.0.0.1:${behind['ingest-1']}`,
        '10.0.0.22:4100': `127.0.0.1:${behind['ingest-2']}`,
        '10.0.0.31:3000': `127.0.0.1:${behind['web-1']}`,
        '10.0.0.32:3000': `127.0.0.1:${behind['web-2']}`,
      },
    })
    const replicas = await startReplicas(stores, behind, `http://127.0.0.1:${ports.gateway}`)
    const stop = async () => {
      await proxy?.stop()
      await replicas.stop()
      await stores.stop()
    }
    return { ports, replicas, stop }
  } catch (error) {
    await proxy?.stop()
    await stores.stop()
    throw error
  }
}
