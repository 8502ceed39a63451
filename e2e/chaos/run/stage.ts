import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FanHead, FanSettings, FansFigures, FreshAnswer } from '../fans/fans-worker.ts'
import { type ChaosHouse, startChaosHouse } from '../house/chaos-house.ts'
import type { LoadFigures, LoadSettings } from '../load/load-worker.ts'
import { startWorker, type Worker } from '../worker.ts'

/** A house, its load and its fans, and the journals of both. */
export interface Stage {
  readonly chaos: ChaosHouse
  readonly load: Worker
  readonly fans: Worker
  /** Holds the journals. */
  readonly folder: string
  readonly matches: readonly string[]
  startFans(fans: number): Promise<void>
  startLoad(settings: StageLoad): Promise<void>
  /** The time from a moment until events that are newer reach fans. */
  fresh(sinceMs: number, withinMs: number): Promise<FreshAnswer>
  heads(): Promise<readonly FanHead[]>
  fanFigures(): Promise<FansFigures>
  loadFigures(): Promise<LoadFigures>
  stopLoad(withinMs: number): Promise<LoadFigures>
  /** Closes journals and processes; keeps the folder, with the apps' logs, where asked. */
  stop(keep: boolean): Promise<void>
}

export type StageLoad = Omit<
  LoadSettings,
  'url' | 'secret' | 'matches' | 'journalFile' | 'sourcesPort' | 'run'
>

export interface StageOptions {
  readonly matches: number
  /** Settings of the apps. */
  readonly env?: Record<string, string>
}

export const offersFile = (folder: string) => join(folder, 'offers.jsonl')
export const receiptsFile = (folder: string) => join(folder, 'receipts.jsonl')

export async function openStage({ matches: count, env = {} }: StageOptions): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'touchline-chaos-'))
  const chaos = await startChaosHouse(env)
  const load = startWorker(new URL('../load/load-worker.ts', import.meta.url))
  const fans = startWorker(new URL('../fans/fans-worker.ts', import.meta.url))
  const matches = Array.from({ length: count }, (_, index) => `chaos-${index}`)
  const { house, links } = chaos
  return {
    ...{ chaos, load, fans, folder, matches },
    startFans(number) {
      const url = `ws://127.0.0.1:${links.fans.port}/trpc`
      const settings: FanSettings = { url, fans: number, matches, journalFile: receiptsFile(folder) }
      return fans.ask({ kind: 'start', settings })
    },
    startLoad(settings) {
      const given = {
        url: `http://127.0.0.1:${links.door.port}/webhooks/broadcast/replay`,
        secret: house.secret,
      }
      const where = { journalFile: offersFile(folder), sourcesPort: house.ports.simulator }
      return load.ask({ kind: 'start', settings: { ...settings, ...given, ...where, matches, run: 'c' } })
    },
    fresh: (sinceMs, withinMs) => fans.ask({ kind: 'fresh', sinceMs, withinMs }, withinMs + 5_000),
    heads: () => fans.ask({ kind: 'heads' }),
    fanFigures: () => fans.ask({ kind: 'figures' }),
    loadFigures: () => load.ask({ kind: 'figures' }),
    stopLoad: withinMs => load.ask({ kind: 'stop', withinMs }, 2 * withinMs + 10_000),
    async stop(keep) {
      load.end()
      fans.end()
      if (keep) await copyLogs(house.dataDir, folder).catch(() => {})
      await chaos.stop()
      if (!keep) rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function copyLogs(from: string, to: string): Promise<void> {
  const logs = readdirSync(from).filter(name => name.endsWith('.log'))
  await Promise.all(logs.map(name => copyFile(join(from, name), join(to, name))))
}
