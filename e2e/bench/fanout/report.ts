import { type Aim, centrifugeToSocketIo, costRatio, inKib } from './aims.ts'
import { titles } from './contender.ts'
import type { ContenderFigures } from './figures.ts'
import type { Load } from './load.ts'

export interface FanoutReport {
  readonly loads: readonly Load[]
  readonly rounds: number
  /** False: the processes shared the machine's cores as they liked. */
  readonly pinned: boolean
  readonly contenders: readonly ContenderFigures[]
  readonly aims: readonly Aim[]
  readonly ok: boolean
}

/** Tables that can go into a document as they are. */
export function asText({ loads, rounds, pinned, contenders, aims, ok }: FanoutReport): string {
  const cores = pinned ? 'the server on a core of its own' : 'servers and clients on any core'
  return [
    `${rounds} rounds, medians; ${cores}; CPU is user and system time of the server's process alone; p50 to p99.9 are from due to received`,
    ...loads.flatMap(load => tableOf(load, contenders)),
    ...idleTable(contenders),
    ...aims.map(({ name, figure, ok: reached }) => `  ${reached ? 'yes' : 'NO '}  ${name}: ${figure}`),
    ok ? 'PASSED' : `MISSED: ${aims.filter(aim => !aim.ok).length} of ${aims.length}`,
    '',
  ].join('\n')
}

function tableOf(load: Load, contenders: readonly ContenderFigures[]): string[] {
  const rows = contenders.flatMap(({ name, loads }) => {
    const figures = loads[load.name]
    if (!figures) return []
    const { cpuMicrosPerDelivery, deliveriesPerSecondPerCore, latencies, serverShare, clientsShare } = figures
    const perCore = Math.round(deliveriesPerSecondPerCore).toLocaleString('en')
    const { p50Ms, p99Ms, p999Ms } = latencies
    const times = [p50Ms, p99Ms, p999Ms].map(ms => ms.toFixed(1))
    const shares = [serverShare, clientsShare].map(share => `${Math.round(share * 100)} %`)
    return [[titles[name], cpuMicrosPerDelivery.toFixed(2), perCore, ...times, ...shares]]
  })
  if (rows.length === 0) return []
  const headings = [
    '',
    'CPU µs a delivery',
    'deliveries/s a core',
    'p50 ms',
    'p99 ms',
    'p99.9 ms',
    'server',
    'clients',
  ]
  const ratio = (rival: 'trpc' | 'socketio' | 'ws') =>
    costRatio(contenders, rival, load.name)?.toFixed(2) ?? '–'
  return [
    '',
    `${load.name}: ${load.says}`,
    '',
    ...table(headings, rows),
    '',
    `ours costs ${ratio('socketio')} of Socket.IO (Centrifuge ${centrifugeToSocketIo[load.name]}), ` +
      `${ratio('trpc')} of stock tRPC, ${ratio('ws')} of bare ws`,
  ]
}

function idleTable(contenders: readonly ContenderFigures[]): string[] {
  const rows = contenders.flatMap(({ name, idleBytesPerSocket: bytes }) =>
    bytes === undefined ? [] : [[titles[name], inKib(bytes)]],
  )
  return ['', ...(rows.length > 0 ? [...table(['idle', 'RSS a subscribed socket'], rows), ''] : [])]
}

const table = (headings: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  [headings, headings.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`)
