import { createBell, createGate, createSlots, pauseFor } from '../consuming/signals.ts'
import type { ConsumeOptions, Consumption } from '../event-log.ts'
import { createGroupMember, type MemberOptions } from './member.ts'

export interface ConsumptionOptions extends Omit<MemberOptions, 'context'> {
  readonly options: ConsumeOptions
  readonly heartbeatMs: number
}

export interface WokenConsumption extends Consumption {
  /** Tells that a partition has records. */
  wake(partitionId: number): void
  /** Tells that a group changed, or that such news may have been missed (no name). */
  groupChanged(group?: string): void
}

/** Joins, then keeps the membership in rounds: every heartbeat, and at once when the group changes. */
export async function startConsumption(settings: ConsumptionOptions): Promise<WokenConsumption> {
  const { options, heartbeatMs } = settings
  const onError = options.onError ?? (() => {})
  const gate = createGate()
  const context = { options, onError, gate, slots: createSlots(options.concurrency ?? 4) }
  const member = createGroupMember({ ...settings, context })
  const news = createBell()
  const leaving = new AbortController()
  await member.round()
  const rounds = keepRounds()
  let stopped: Promise<void> | undefined

  async function keepRounds(): Promise<void> {
    const { signal } = leaving
    while (!signal.aborted) {
      await firstOf(signal, heartbeatMs, news.rung)
      news.silence()
      if (!signal.aborted) await member.round().catch(onError)
    }
  }

  async function stop(): Promise<void> {
    await member.finish()
    leaving.abort()
    await rounds
    await member.leave().catch(onError)
  }

  return {
    assigned: () => (stopped ? [] : member.assigned()),
    pause: gate.close,
    resume: gate.open,
    stop: () => {
      stopped ??= stop()
      return stopped
    },
    wake: member.wake,
    groupChanged(group = options.group) {
      if (group === options.group) news.ring()
    },
  }
}

/** Resolves after the time, or when the event happens first. */
async function firstOf(
  signal: AbortSignal,
  durationMs: number,
  event: (signal: AbortSignal) => Promise<void>,
) {
  const done = new AbortController()
  const either = AbortSignal.any([signal, done.signal])
  await Promise.race([pauseFor(durationMs, either), event(either)])
  done.abort()
}
