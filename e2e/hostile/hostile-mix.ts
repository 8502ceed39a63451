import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import type { TestHouse } from '../house/house.ts'
import { type Delivered, startHonestLoad, type Times } from './honest-load.ts'
import type { Order, Tally } from './plan.ts'

export interface Spread {
  readonly p50Ms: number
  readonly p99Ms: number
  readonly count: number
}

export interface HostileReport {
  readonly webhook: { readonly calm: Spread; readonly hostile: Spread }
  readonly fan: { readonly calm: Spread; readonly hostile: Spread }
  /** Honest requests that were not answered 202. */
  readonly refused: { readonly calm: number; readonly hostile: number }
  /** The most resident memory of the apps together, in MiB. */
  readonly rssMib: { readonly calm: number; readonly hostile: number }
  readonly strikes: Tally
  readonly delivered: Delivered
}

export interface HostileOptions {
  /** In all; calm and hostile windows take turns, so that a slow machine is slow for both. */
  readonly seconds: number
  readonly windowSeconds?: number
  readonly say?: (text: string) => void
}

const settleMs = 1_000

/** Plays a match while strangers attack every port in turns, and compares the honest in calm and in hostile windows. */
export async function playHostileMix(house: TestHouse, options: HostileOptions): Promise<HostileReport> {
  const { seconds, windowSeconds = 10, say = () => {} } = options
  const attacker = fork(new URL('./attacker-main.ts', import.meta.url), { execArgv: [], stdio: 'inherit' })
  // Strangers compute on machines of their own: here, on what the system leaves over.
  if (attacker.pid) setPriority(attacker.pid, constants.priority.PRIORITY_LOW)
  const tell = (order: Order) =>
    new Promise<Tally>(resolve => {
      attacker.once('message', counts => resolve(counts as Tally))
      attacker.send(order)
    })
  const load = await startHonestLoad(house)
  const windows = { calm: [] as Times[], hostile: [] as Times[] }
  const rssMib = { calm: 0, hostile: 0 }
  const { ports, secret } = house
  const targets = { ingest: ports.ingest, gateway: ports.gateway, processor: ports.processor, secret }
  const turns = Math.max(1, Math.round(seconds / windowSeconds / 2))
  try {
    load.window()
    await delay(3_000)
    for (let turn = 1; turn <= turns; turn += 1) {
      for (const kind of ['calm', 'hostile'] as const) {
        await tell(kind === 'hostile' ? { kind: 'attack', targets } : { kind: 'rest' })
        load.window()
        await delay(settleMs)
        windows[kind].push(load.window())
        await delay(windowSeconds * 1_000)
        rssMib[kind] = Math.max(rssMib[kind], residentMib(house))
      }
      say(`turn ${turn} of ${turns}: ${line(reportOf(windows, rssMib))}`)
    }
    const strikes = await tell({ kind: 'rest' })
    return { ...reportOf(windows, rssMib), strikes, delivered: await load.stop() }
  } finally {
    await load.stop()
    attacker.disconnect()
  }
}

type Windows = Record<'calm' | 'hostile', readonly Times[]>

type Figures = Omit<HostileReport, 'strikes' | 'delivered'>

function reportOf(windows: Windows, rssMib: HostileReport['rssMib']): Figures {
  const of = (name: 'webhook' | 'fan') => ({
    calm: spreadOf(windows.calm.flatMap(times => times[name])),
    hostile: spreadOf(windows.hostile.flatMap(times => times[name])),
  })
  const refused = (kind: 'calm' | 'hostile') => windows[kind].reduce((sum, times) => sum + times.refused, 0)
  return {
    webhook: of('webhook'),
    fan: of('fan'),
    refused: { calm: refused('calm'), hostile: refused('hostile') },
    rssMib: { ...rssMib },
  }
}

function spreadOf(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10
  return { p50Ms: at(0.5), p99Ms: at(0.99), count: sorted.length }
}

export const line = ({ webhook, fan, refused, rssMib }: Figures): string =>
  [
    `webhook p99 ${webhook.calm.p99Ms} ms calm, ${webhook.hostile.p99Ms} ms under attack`,
    `fan p99 ${fan.calm.p99Ms} ms calm, ${fan.hostile.p99Ms} ms under attack`,
    `refused ${refused.calm} and ${refused.hostile}`,
    `memory ${rssMib.calm} and ${rssMib.hostile} MiB`,
  ].join('; ')

/** Linux: the resident pages of the apps' processes. */
function residentMib({ apps }: TestHouse): number {
  const kib = apps.map(({ pid }) => {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0)
  })
  return Math.round(kib.reduce((sum, one) => sum + one, 0) / 1_024)
}
