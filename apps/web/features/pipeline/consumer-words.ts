import type { Tone } from '../kit/display/tone.ts'
import { formatCount, formatDuration } from '../kit/time/format-quantity.ts'
import type { Consumer, ConsumerReset } from './types.ts'

export const consumerStates: Readonly<Record<Consumer['state'], { label: string; tone: Tone }>> = {
  running: { label: 'Running', tone: 'good' },
  paused: { label: 'Paused', tone: 'info' },
  held: { label: 'Held', tone: 'critical' },
  silent: { label: 'Silent', tone: 'critical' },
}

export const resetStates: Readonly<Record<ConsumerReset['state'], { label: string; tone: Tone }>> = {
  pending: { label: 'Being done', tone: 'info' },
  done: { label: 'Done', tone: 'good' },
  failed: { label: 'Failed', tone: 'critical' },
}

const labels: Readonly<Record<string, string>> = {
  'processor/sensor-events': 'Sensor events',
  'processor/broadcast-events': 'Broadcast events',
  'processor/social-events': 'Social events',
  'processor-critical/critical-events': 'Critical copies',
  aggregation: 'Aggregation',
}

export const consumerLabel = ({ id }: Pick<Consumer, 'id'>): string => labels[id] ?? id

/** Until the log deletes what was not processed: in time, and in records. */
export function retentionTexts({
  headroomRecords,
  headroomSeconds,
}: NonNullable<Consumer['retention']>): readonly string[] {
  if (headroomRecords === null || headroomSeconds === null) return ['Not at risk']
  const records = `${formatCount(headroomRecords)} ${headroomRecords === 1 ? 'record' : 'records'}`
  return [formatDuration(headroomSeconds * 1_000), records]
}

/** `4:05`, and `0:00` from its end on. */
export function countdownText(untilMs: number, nowMs: number): string {
  const seconds = Math.max(0, Math.ceil((untilMs - nowMs) / 1_000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

export function resetText({ target, result }: Pick<ConsumerReset, 'target' | 'result'>): string {
  const records =
    result?.records === undefined ? '' : `: ${result.records.toLocaleString('en')} records put off`
  if (target.kind === 'end') return `To the end${records}`
  if (target.kind === 'time') return `To ${target.before}${records}`
  const events =
    result?.events === undefined ? '' : `: ${result.events.toLocaleString('en')} events folded again`
  return `Windows of ${target.matchId} anew${events}`
}
