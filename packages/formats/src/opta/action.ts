import type { Revision } from '@touchline/contracts'
import { z } from 'zod'
import { ElementFault } from '../document-fault.ts'
import { attempt, decimal, idText, nameText, readElement, wasRead, wholeNumber } from '../element.ts'
import { exactInstantOf, instantOf, type Zone } from '../instant.ts'
import { qualifiers, types } from './codes.ts'
import { readQualifiers } from './qualifiers.ts'

/** One event of Opta's play-by-play, which F24 (XML) and MA3 (JSON) write down in two ways. */
export interface OptaAction {
  /** The event's own id. */
  readonly id: string
  /** Its number among its team's events: two teams use the same ones. */
  readonly eventId: string | undefined
  readonly typeId: number
  readonly revision: Revision | undefined
  readonly periodId: number
  /** Of the match: the second half begins at 45. */
  readonly minute: number
  readonly second: number
  readonly teamId: string | undefined
  readonly playerId: string | undefined
  readonly playerName: string | undefined
  /** 1 for what came off, 0 for what did not. */
  readonly outcome: number | undefined
  readonly x: number | undefined
  readonly y: number | undefined
  readonly occurredAt: string
  /** Values by the qualifier's id; empty where it has none. */
  readonly qualifiers: ReadonlyMap<number, string>
}

/** What is read of a deleted event. Of its qualifiers and its player it may tell nothing. */
export type OptaHead = Pick<
  OptaAction,
  'id' | 'eventId' | 'typeId' | 'revision' | 'teamId' | 'playerId' | 'playerName' | 'qualifiers'
>

const headSchema = z.object({
  id: idText,
  eventId: idText.optional(),
  typeId: wholeNumber.pipe(z.int().min(0).max(9_999)),
  revision: z.union([wholeNumber.pipe(z.int().nonnegative()), z.string().max(40)]).optional(),
  teamId: idText.optional(),
})

const bodySchema = z.object({
  periodId: wholeNumber,
  minute: wholeNumber,
  second: wholeNumber,
  playerId: idText.optional(),
  playerName: nameText.optional(),
  outcome: wholeNumber.optional(),
  x: decimal.optional(),
  y: decimal.optional(),
  at: z.string().max(40),
})

/** What the two formats call each field. */
export type FieldNames = Readonly<
  Record<keyof z.input<typeof headSchema> | keyof z.input<typeof bodySchema> | 'qualifiers', string>
>
export interface Spelling {
  readonly names: FieldNames
  /** The zone of the event's time. */
  readonly zone: Zone
}

/** An event's fields under our names, unread. */
export type RawFields = Readonly<Partial<Record<keyof FieldNames, unknown>>>

export type OptaEvent = OptaHead | OptaAction
export const isAction = (event: OptaEvent): event is OptaAction => 'occurredAt' in event

/** Of a deleted event the head alone must be readable. Throws an `ElementFault`. */
export function readEvent(raw: RawFields, { names, zone }: Spelling): OptaEvent {
  const head = readHead(raw, names)
  if (head.typeId === types.deleted) return { ...head, ...remainsOf(raw, names) }
  const { at, playerId, playerName, outcome, x, y, ...body } = readElement(bodySchema, raw, names)
  return {
    ...head,
    ...body,
    ...{ playerId, playerName, outcome, x, y },
    occurredAt: timeOf(at, names.at, zone),
    qualifiers: readQualifiers(raw.qualifiers, names.qualifiers),
  }
}

function readHead(raw: object, names: FieldNames) {
  const { id, eventId, typeId, revision, teamId } = readElement(headSchema, raw, names)
  const told =
    typeof revision === 'string' ? plausible(exactInstantOf(revision, 'utc'), names.revision) : revision
  return { id, eventId, typeId, revision: told, teamId }
}

/** What a deleted event still tells of what it was; what can't be read tells nothing. */
function remainsOf(raw: RawFields, names: FieldNames) {
  const read = attempt(() => readQualifiers(raw.qualifiers, names.qualifiers))
  return {
    playerId: idText.safeParse(raw.playerId).data,
    playerName: nameText.safeParse(raw.playerName).data,
    qualifiers: wasRead(read) ? read : new Map<number, string>(),
  }
}

/** The type of a deleted event before it was deleted. Undefined: it does not say. */
export function typeBefore({ qualifiers: has }: OptaHead): number | undefined {
  const type = has.get(qualifiers.deletedType) ?? ''
  return /^\d{1,4}$/.test(type) ? Number(type) : undefined
}

/** The end of the last period that is played. */
export const isGameEnd = ({ typeId, periodId, qualifiers: has }: OptaAction): boolean =>
  typeId === types.end && periodId <= 5 && has.has(qualifiers.gameEnd)

const timeOf = (text: string, path: string, zone: Zone): string => plausible(instantOf(text, zone), path)

function plausible(instant: string | undefined, path: string): string {
  if (instant === undefined) throw new ElementFault('must be a date and time of the years 2000 to 2099', path)
  return instant
}
