import type { Delivery } from './deliveries.ts'
import type { MatchScript } from './match-script.ts'
import type { Speed } from './options.ts'
import type { ScriptedEvent } from './scripted-event.ts'

/** Places a script in real time. All times in milliseconds since 1970. */
export interface Timetable {
  occurredAtMs(atSeconds: number): number
  /** When a delivery may be sent; never before what it tells has occurred. */
  dueAtMs(delivery: Delivery): number
}

/** At `max` a match is squeezed into seconds that have just passed, so that order remains and nothing is future. */
const squeezedMatchSeconds = 1_000

export function createTimetable({ lastSeconds }: MatchScript, speed: Speed, startedAtMs: number): Timetable {
  const occurredAtMs = (atSeconds: number) =>
    speed === 'max'
      ? startedAtMs - Math.ceil(((lastSeconds - atSeconds) * 1_000) / squeezedMatchSeconds)
      : startedAtMs + Math.floor((atSeconds * 1_000) / speed)
  return {
    occurredAtMs,
    dueAtMs: ({ dueSeconds }) => (speed === 'max' ? startedAtMs : occurredAtMs(dueSeconds)),
  }
}

/** A delivery as the JSON text of one event; the same for an event and its duplicates. */
export function textOf(delivery: Delivery, script: MatchScript, timetable: Timetable): string {
  if (delivery.kind === 'malformed') return delivery.text
  return JSON.stringify(eventOf(delivery.event, script, timetable))
}

function eventOf({ draft, atSeconds }: ScriptedEvent, script: MatchScript, timetable: Timetable) {
  const instant = (seconds: number) => new Date(timetable.occurredAtMs(seconds)).toISOString()
  const scheduled = draft.type === 'match-scheduled' && { kickoffAt: instant(script.kickoffSeconds) }
  return { ...draft, occurredAt: instant(atSeconds), payload: { ...draft.payload, ...scheduled } }
}
