import { setTimeout as delay } from 'node:timers/promises'
import type { ChaosHouse } from '../house/chaos-house.ts'
import { send } from '../house/process-tree.ts'
import { pass } from '../proxy/mode.ts'
import type { Worker } from '../worker.ts'
import { type AppName, appNames, type Fault } from './fault.ts'

export interface Scene {
  readonly chaos: ChaosHouse
  readonly load: Worker
  readonly signal: AbortSignal
}

/** Lets a fault happen, last, and end; resolves when what it broke is back, whether healthy yet or not. */
export async function befall(scene: Scene, fault: Fault, lastsMs: number): Promise<void> {
  const { chaos, load } = scene
  switch (fault.kind) {
    case 'kill':
      return isApp(fault.target) ? killApp(scene, fault.target, lastsMs) : killService(scene, fault, lastsMs)
    case 'stop-immediate':
      return killService(scene, fault, lastsMs)
    case 'freeze':
      return freezeApp(scene, fault.target, lastsMs)
    case 'cut':
      return void chaos.links[fault.target].cut()
    case 'link':
      chaos.links[fault.target].set(fault.mode)
      await pause(scene, lastsMs)
      return chaos.links[fault.target].set(pass)
    case 'burst':
      return load.ask({ kind: 'burst', what: fault.what })
    case 'spool-full':
      return fillSpool(scene, lastsMs)
  }
}

const isApp = (target: string): target is AppName => (appNames as readonly string[]).includes(target)

/** Ends early, without an error, where the run is given up: what is broken must be mended all the same. */
const pause = ({ signal }: Scene, ms: number): Promise<void> =>
  delay(ms, undefined, { signal }).catch(() => undefined)

function killApp(scene: Scene, name: AppName, lastsMs: number): Promise<void> {
  const { supervisor, killApp: kill } = scene.chaos
  return supervisor.without(name, async () => {
    const startAgain = await kill(name)
    await pause(scene, lastsMs)
    startAgain()
  })
}

const pollsMs = 500
const spoolBursts = 4

/** With nothing else in a poll, its damaged readings are all that waits for the log: they go to the spool. */
async function fillSpool(scene: Scene, lastsMs: number): Promise<void> {
  const { chaos, load } = scene
  await load.ask({ kind: 'mute-stadium', forMs: lastsMs + pollsMs })
  await pause(scene, pollsMs)
  chaos.links.kafka.set({ kind: 'half-open', swallow: 'up' })
  for (let burst = 0; burst < spoolBursts; burst += 1) {
    await load.ask({ kind: 'burst', what: 'damaged' })
    await pause(scene, lastsMs / spoolBursts)
  }
  chaos.links.kafka.set(pass)
}

type ServiceFault = Extract<Fault, { kind: 'kill' | 'stop-immediate' }>

async function killService(scene: Scene, { kind, target }: ServiceFault, lastsMs: number): Promise<void> {
  if (isApp(target)) return
  const service = scene.chaos.service(target)
  await service.kill(kind === 'kill' ? 'SIGKILL' : 'SIGQUIT')
  await pause(scene, lastsMs)
  await service.start()
}

async function freezeApp(scene: Scene, name: AppName, lastsMs: number): Promise<void> {
  const { pid } = scene.chaos.app(name)
  send(pid, 'SIGSTOP')
  await pause(scene, lastsMs)
  send(pid, 'SIGCONT')
}
