import type { Fault } from '@touchline/contracts'
import {
  type Database,
  findReveal,
  getLetter,
  type LetterDetail,
  type LetterReplay,
  type OpenReveal,
  readLetterReplays,
} from '@touchline/db'
import { z } from 'zod'
import type { Actor } from '../actor.ts'
import { readKnownMatches } from '../masking/known-matches.ts'
import {
  type KnownMatches,
  publicDetail,
  publicRecord,
  shownSourceId,
  withoutSecrets,
  withPublicMessage,
} from '../masking/letter-view.ts'
import { jsonOf, type RawView, revealBytes, type ShownBytes, textOf } from '../masking/raw-view.ts'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { rowIdSchema } from './choice.ts'
import { schemaFaults } from './event-schema.ts'
import { type NextStep, nextSteps } from './next-steps.ts'

export const showDeadLetterInput = z.object({ id: rowIdSchema })

/** Who looks, and when. */
export interface Viewer {
  readonly operator: Pick<Actor, 'id'>
  readonly now: Date
}

export interface DeadLetterView extends Omit<LetterDetail, 'raw'> {
  readonly raw: RawView
  /** What is hidden of the record; empty where nothing is, or it is revealed. */
  readonly hiddenPaths: readonly string[]
  /** Set while this operator may see what is hidden. */
  readonly reveal: OpenReveal | null
  /** What will become of it by itself, in the order of time. */
  readonly next: readonly NextStep[]
  /** What the schema of today says of the record. */
  readonly faults: readonly Fault[]
  /** The newest first, at most 100. */
  readonly replays: readonly LetterReplay[]
}

const maxReplays = 100

/** All that is known of a dead letter; what is not public of it is hidden unless the viewer has revealed it. */
export async function showDeadLetter(
  database: Database,
  { id }: z.output<typeof showDeadLetterInput>,
  { operator, now }: Viewer,
): Promise<Outcome<DeadLetterView, 'dead-letter-not-found'>> {
  const [letter, replays, reveal] = await Promise.all([
    getLetter(database, id),
    readLetterReplays(database, id, maxReplays),
    findReveal(database, { userId: operator.id, kind: 'dead-letter', id }),
  ])
  if (!letter) return failed('dead-letter-not-found')
  const known = reveal ? new Set<string>() : await readKnownMatches(database, [letter.matchId])
  const { raw, hiddenPaths } = reveal ? revealBytes(letter.raw) : publicRecord(letter, known)
  return succeeded({
    ...(reveal ? revealedDetail(letter) : publicDetail(letter, known)),
    ...{ raw, hiddenPaths, reveal: reveal ?? null },
    next: nextSteps(letter, now.getTime()),
    faults: schemaFaults(letter.source, payloadOf(letter)),
    replays: reveal ? replays : replays.map(replay => publicReplay(replay, letter.matchId, known)),
  })
}

/** What a letter's bytes hold, with nothing hidden: only for what tells no value. */
export function payloadOf({ raw }: Pick<LetterDetail, 'raw'>): ShownBytes['payload'] {
  const text = textOf(raw)
  return text === null ? undefined : jsonOf(text)
}

function revealedDetail({ raw: _raw, ...letter }: LetterDetail): Omit<LetterDetail, 'raw'> {
  return { ...letter, headers: withoutSecrets(letter.headers) }
}

/** A corrected event's id begins with that of the letter. */
function publicReplay(replay: LetterReplay, matchId: string, known: KnownMatches): LetterReplay {
  const { newSourceEventId: id } = replay
  return {
    ...withPublicMessage(replay),
    newSourceEventId: id === null ? null : shownSourceId(id, matchId, known),
  }
}
