import type { ContenderName } from './contender.ts'
import type { ContenderFigures } from './figures.ts'
import type { LoadName } from './load.ts'

/** Something that the gateway must reach, with what it did reach. */
export interface Aim {
  readonly name: string
  readonly figure: string
  readonly ok: boolean
}

/** CPU per delivery of Centrifuge 0.40 over that of Socket.IO in one run on two cores: not measured here. */
export const centrifugeToSocketIo: Readonly<Record<LoadName, number>> = {
  spread: 0.74,
  burst: 0.21,
  crowd: 0.78,
}
export const crowdP99AimMs = 250
export const idleAimBytes = 8 * 1_024

type Rival = Exclude<ContenderName, 'ours'>

/** Ours costs at most this share of what the rival costs. */
const shares: readonly { readonly rival: Rival; readonly load: LoadName; readonly most: number }[] = [
  { rival: 'trpc', load: 'spread', most: 1 / 5 },
  { rival: 'trpc', load: 'crowd', most: 1 / 5 },
  { rival: 'socketio', load: 'spread', most: 1 / 2 },
  { rival: 'socketio', load: 'crowd', most: 1 / 2 },
  { rival: 'socketio', load: 'burst', most: 1 / 10 },
  ...(['spread', 'burst', 'crowd'] as const).flatMap(load => [
    { rival: 'ws' as const, load, most: 1 },
    { rival: 'socketio' as const, load, most: centrifugeToSocketIo[load] },
  ]),
]

/** Of ours over another's; undefined where one of them was not run. */
export function costRatio(
  all: readonly ContenderFigures[],
  rival: ContenderName,
  load: LoadName,
): number | undefined {
  const costOf = (name: ContenderName) =>
    all.find(one => one.name === name)?.loads[load]?.cpuMicrosPerDelivery
  const [own, other] = [costOf('ours'), costOf(rival)]
  return own === undefined || other === undefined ? undefined : own / other
}

/** Those aims that this run says something about. */
export function aimsOf(all: readonly ContenderFigures[]): Aim[] {
  return [...ratioAims(all), ...ownAims(all), ...all.flatMap(completeness)]
}

const ratioAims = (all: readonly ContenderFigures[]): Aim[] =>
  shares.flatMap(({ rival, load, most }) => {
    const ratio = costRatio(all, rival, load)
    if (ratio === undefined) return []
    const name = `${load}: at most ${most.toFixed(2)} of ${rival}${isCentrifuge(rival, load, most) ? ', as Centrifuge' : ''}`
    return [{ name, figure: ratio.toFixed(2), ok: ratio <= most }]
  })

const isCentrifuge = (rival: Rival, load: LoadName, most: number): boolean =>
  rival === 'socketio' && most === centrifugeToSocketIo[load]

function ownAims(all: readonly ContenderFigures[]): Aim[] {
  const ours = all.find(one => one.name === 'ours')
  const p99Ms = ours?.loads.crowd?.latencies.p99Ms
  const idle = ours?.idleBytesPerSocket
  return [
    ...(p99Ms === undefined
      ? []
      : [
          {
            name: `crowd: p99 under ${crowdP99AimMs} ms`,
            figure: `${p99Ms.toFixed(1)} ms`,
            ok: p99Ms < crowdP99AimMs,
          },
        ]),
    ...(idle === undefined
      ? []
      : [{ name: 'idle: at most 8 KiB a socket', figure: inKib(idle), ok: idle <= idleAimBytes }]),
  ]
}

/** Whoever loses something is not compared, but found out. */
const completeness = ({ name, loads }: ContenderFigures): Aim[] =>
  Object.entries(loads).flatMap(([load, { faults }]) =>
    faults.length > 0
      ? [{ name: `${load}: ${name} delivers all, once, in order`, figure: faults.join('; '), ok: false }]
      : [],
  )

export const inKib = (bytes: number): string => `${(bytes / 1_024).toFixed(1)} KiB`
