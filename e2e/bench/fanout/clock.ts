import { setTimeout as delay } from 'node:timers/promises'

/** Microseconds of a clock that all processes of this machine share and nobody sets. */
export const nowMicros = (): number => Number(process.hrtime.bigint() / 1_000n)

/** An open model: event `i` is due at `startMicros + i * everyMicros`, whatever became of those before. */
export interface Schedule {
  readonly firstSeq: number
  readonly count: number
  readonly startMicros: number
  readonly everyMicros: number
}

export const dueMicros = ({ firstSeq, startMicros, everyMicros }: Schedule, seq: number): number =>
  startMicros + (seq - firstSeq) * everyMicros

/** Calls `act` for each event when it is due, or as soon after that as this process gets to it. */
export async function keepTo(schedule: Schedule, act: (seq: number) => void): Promise<void> {
  const { firstSeq, count } = schedule
  for (let seq = firstSeq; seq < firstSeq + count; ) {
    while (seq < firstSeq + count && nowMicros() >= dueMicros(schedule, seq)) act(seq++)
    await delay(1)
  }
}
