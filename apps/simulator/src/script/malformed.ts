import type { Random } from './random.ts'
import type { Draft, ScriptedEvent } from './scripted-event.ts'

export const malformations = ['not-json', 'wrong-type', 'missing-field', 'control-characters'] as const
export type Malformation = (typeof malformations)[number]

export interface MalformedPayload {
  readonly malformation: Malformation
  /** JSON, except where the malformation is `not-json`. No two of a script are alike. */
  readonly text: string
}

/** A payload much like the event's, that no schema accepts. `number` tells it from every other of its match. */
export function malform({ draft, source }: ScriptedEvent, number: number, random: Random): MalformedPayload {
  const malformation = random.pick(malformations)
  const broken = {
    ...draft,
    sourceEventId: `${draft.matchId}:x-${source}-${number}`,
    occurredAt: '2026-01-01T00:00:00.000Z',
  }
  return { malformation, text: textOf(malformation, broken, source === 'sensor') }
}

function textOf(malformation: Malformation, draft: Draft & { occurredAt: string }, inArray: boolean): string {
  switch (malformation) {
    case 'not-json':
      // Inside a page of readings, text that is no JSON would spoil its neighbours: there it stands in quotes.
      return inArray
        ? JSON.stringify(`~garbled ${draft.sourceEventId}~`)
        : `{"garbled": ~${draft.sourceEventId}`
    case 'wrong-type':
      return JSON.stringify({ ...draft, matchId: 404 })
    case 'missing-field':
      return JSON.stringify({ ...draft, payload: undefined })
    case 'control-characters':
      return JSON.stringify({ ...draft, sourceEventId: `${draft.sourceEventId}\u0007\u0000` })
  }
}
