import { startTestHouse, type TestHouse } from '../../house/house.ts'
import { ready, until } from '../../house/process.ts'
import { type AppName, appNames, type LinkName } from '../faults/fault.ts'
import { type FaultProxy, startFaultProxy } from '../proxy/fault-proxy.ts'
import { pass } from '../proxy/mode.ts'
import { type ChaosService, type ServiceName, startServices } from './services.ts'
import { type Supervisor, superviseApps } from './supervisor.ts'

/** A house whose every connection runs through a link of ours. */
export interface ChaosHouse {
  readonly house: TestHouse
  readonly supervisor: Supervisor
  readonly links: Readonly<Record<LinkName, FaultProxy>>
  service(name: ServiceName): ChaosService
  app(name: AppName): TestHouse['apps'][number]
  /** Kills an app; the answer starts it again. */
  killApp(name: AppName): Promise<() => void>
  /** All links well, every app ready. Rejects if that takes longer than two minutes. */
  heal(): Promise<void>
  stop(): Promise<void>
}

const readyWithinMs = 120_000

export async function startChaosHouse(env: Record<string, string> = {}): Promise<ChaosHouse> {
  let services: readonly ChaosService[] = []
  const house = await startTestHouse('cluster', {
    sources: true,
    partnerEventsPerSecond: 1_000_000,
    env,
    services: async dataDir => {
      const started = await startServices(dataDir)
      services = started.services
      return started
    },
  })
  const service = (name: ServiceName) => found(services, name)
  const links = {
    kafka: service('kafka').link,
    redis: service('redis').link,
    postgres: service('postgres').link,
    fans: await startFaultProxy({ port: 0, targetPort: house.ports.gateway }),
    door: await startFaultProxy({ port: 0, targetPort: house.ports.ingest }),
  }
  const supervisor = superviseApps(house)
  return {
    house,
    supervisor,
    links,
    service,
    app: name => found(house.apps, name),
    killApp: name => killApp(house, name),
    async heal() {
      for (const link of Object.values(links)) link.set(pass)
      const allReady = () => Promise.all(appNames.map(name => ready(house.ports[name])))
      await until(allReady, readyWithinMs, 100)
    },
    async stop() {
      supervisor.stop()
      await Promise.all([links.fans.close(), links.door.close()])
      await house.stop()
    },
  }
}

async function killApp(house: TestHouse, name: AppName): Promise<() => void> {
  const app = found(house.apps, name)
  await app.kill()
  return () => {
    house.apps[house.apps.indexOf(app)] = app.again()
  }
}

function found<T extends { readonly name: string }>(all: readonly T[], name: string): T {
  const one = all.find(candidate => candidate.name === name)
  if (!one) throw new Error(`no ${name} in this house`)
  return one
}
