import type { MatchEvent } from '@touchline/contracts'
import type { FeedSessionRow, OmissionRow } from '@touchline/db'
import { releaseAtMs } from '../match/release.ts'

/**
 * What became of an event on one feed. `delivered`: written to the connection. `passed-on`: the feed is open, and its
 * gateway has come further. `on-its-way`: it has not. `held-back`: until the feed's delay is over. `left-out`: a marker
 * told so. `not-asked-for`: of another lane. `ended-before`: the feed had ended. `gateway-died`: nobody knows how far
 * the feed had come. `began-after`: it was to get what stands after a later place.
 */
export const sessionVerdicts = [
  'delivered',
  'passed-on',
  'held-back',
  'on-its-way',
  'left-out',
  'not-asked-for',
  'gateway-died',
  'ended-before',
  'began-after',
] as const
export type SessionVerdict = (typeof sessionVerdicts)[number]

export interface Judgement {
  readonly verdict: SessionVerdict
  /** When what tells the verdict was so. */
  readonly at: string
  readonly text: string
}

export interface JudgedEvent
  extends Pick<MatchEvent, 'epoch' | 'seq' | 'type' | 'lane' | 'occurredAt' | 'storedAt'> {}

export interface Case {
  readonly session: FeedSessionRow
  readonly event: JudgedEvent
  readonly omission: OmissionRow | undefined
  readonly nowMs: number
}

/** A gateway reports every second, and how far it has come every two. */
const silentForMs = 10_000

/** Rules in the order in which the first that knows decides. */
const rules: readonly ((one: Case) => Judgement | undefined)[] = [
  beganAfter,
  notAskedFor,
  leftOut,
  endedSession,
  heldBack,
  passedOn,
  gatewayDied,
  onItsWay,
]

export function judgeSession(one: Case): Judgement {
  for (const rule of rules) {
    const judgement = rule(one)
    if (judgement) return judgement
  }
  throw new Error('the last rule knows what is left')
}

const judged = (verdict: SessionVerdict, at: Date | number, text: string): Judgement => ({
  verdict,
  at: new Date(at).toISOString(),
  text,
})

/** Whether a place is at or past the event. */
const isPast = ({ epoch, seq }: JudgedEvent, placeEpoch: number | null, placeSeq: number | null): boolean =>
  placeEpoch !== null && placeSeq !== null && placeEpoch === epoch && placeSeq >= seq

function beganAfter({ session, event }: Case): Judgement | undefined {
  const { epoch, afterSeq, startedAt } = session
  if (epoch < event.epoch || !(epoch > event.epoch || afterSeq >= event.seq)) return undefined
  return judged('began-after', startedAt, `it was to get what stands after ${epoch}:${afterSeq}`)
}

function notAskedFor({ session: { lanes, startedAt }, event: { lane } }: Case): Judgement | undefined {
  if (lanes.length === 0 || lanes.includes(lane)) return undefined
  return judged('not-asked-for', startedAt, `it asked for ${lanes.join(' and ')} events; this one is ${lane}`)
}

const reasons: Readonly<Record<string, string>> = {
  low: 'the connection was slow, and low events were left out',
  replaced: 'the connection was slow, and what a later event replaces was left out',
  gap: 'the connection was too slow for too long, and went on with a snapshot',
}

function leftOut({ omission }: Case): Judgement | undefined {
  if (!omission) return undefined
  const { afterSeq, upToSeq, kind, at } = omission
  return judged(
    'left-out',
    at,
    `${reasons[kind] ?? kind}: the marker for ${afterSeq + 1} to ${upToSeq} told so`,
  )
}

function endedSession({ session, event }: Case): Judgement | undefined {
  const { endedAt, endEpoch, endSeq, endReason } = session
  if (!endedAt) return undefined
  const last = endEpoch === null ? 'nothing' : `${endEpoch}:${endSeq}`
  if (isPast(event, endEpoch, endSeq)) return judged('delivered', endedAt, `it was written up to ${last}`)
  return judged('ended-before', endedAt, `it ended (${endReason}) with ${last} written last`)
}

function heldBack({ session, event, nowMs }: Case): Judgement | undefined {
  const { delaySeconds } = session
  const releasedMs = releaseAtMs(event, { delayMs: delaySeconds * 1_000, seenAtMs: nowMs })
  if (delaySeconds === 0 || releasedMs <= nowMs) return undefined
  return judged('held-back', releasedMs, `it stays ${delaySeconds} s behind: it gets it then`)
}

function passedOn({ session, event }: Case): Judgement | undefined {
  const { reachedEpoch, reachedSeq, reachedAt, instance } = session
  if (!reachedAt || !isPast(event, reachedEpoch, reachedSeq)) return undefined
  return judged(
    'passed-on',
    reachedAt,
    `gateway ${instance} had come to ${reachedEpoch}:${reachedSeq} with the feed open`,
  )
}

function gatewayDied({ session, nowMs }: Case): Judgement | undefined {
  const { reportedAt, startedAt, instance } = session
  // A process that has just begun has not reported yet.
  const lastMs = Math.max(reportedAt?.getTime() ?? 0, startedAt.getTime())
  if (nowMs - lastMs < silentForMs) return undefined
  return judged(
    'gateway-died',
    lastMs,
    `gateway ${instance} was last heard of then, and did not end the feed`,
  )
}

function onItsWay({ session, nowMs }: Case): Judgement {
  const { instance, reachedEpoch, reachedSeq } = session
  const reached = reachedEpoch === null ? 'has not told how far it is' : `is at ${reachedEpoch}:${reachedSeq}`
  return judged('on-its-way', nowMs, `the feed is open, and gateway ${instance} ${reached}`)
}
