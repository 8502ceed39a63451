import type { OperatorInputs } from '../console/trpc-options.ts'

type Question = OperatorInputs['explain']['delivery']

export interface Typed {
  /** A fan's id, `key:` and a key's id, or `connection:` and a connection's id. */
  readonly who: string
  /** `match/epoch:seq`, or `source:id`. */
  readonly event: string
}

export interface Read {
  readonly question: Question | undefined
  readonly whoFault?: string
  readonly eventFault?: string
}

/** What was typed as a question; undefined, with what is wrong, where it is none. */
export function readQuestion({ who, event }: Typed): Read {
  const whose = readWho(who.trim())
  const asked = readEvent(event.trim())
  return {
    question: whose && asked ? ({ ...whose, event: asked } as Question) : undefined,
    ...(whose || who.trim() === '' ? {} : { whoFault: 'At most 160 characters.' }),
    ...(asked || event.trim() === ''
      ? {}
      : { eventFault: 'Write MATCH/EPOCH:SEQ, such as final/1:234, or SOURCE:ID, such as broadcast:abc.' }),
  }
}

function readWho(text: string) {
  if (text === '' || text.length > 160) return undefined
  const [, connectionId] = /^connection:(.{1,32})$/.exec(text) ?? []
  return connectionId === undefined ? { fan: text } : { connectionId }
}

function readEvent(text: string) {
  const [, matchId, position] = /^([A-Za-z0-9][A-Za-z0-9._-]{0,63})\/(\d{1,9}:\d{1,10})$/.exec(text) ?? []
  if (matchId && position) return { matchId, position }
  const [, source, sourceEventId] = /^(sensor|broadcast|social):(.{1,128})$/.exec(text) ?? []
  return source && sourceEventId ? { source, sourceEventId } : undefined
}
