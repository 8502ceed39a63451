import { errorCodes, eventTypes, laneSchema, logHeaders, sourceSchema } from '@touchline/contracts'
import type { LetterDetail, LetterSummary } from '@touchline/db'
import { hiddenMarker } from './hidden-marker.ts'
import { maskEvent } from './mask.ts'
import { isInstant, isOpaqueId, isProviderName, isTraceparent } from './opaque-ids.ts'
import { publicMessage } from './public-message.ts'
import { type ShownBytes, showBytes } from './raw-view.ts'
import { schemaPaths } from './schema-fields.ts'
import { isMadeByUs, tellsByDigits } from './told-by-digits.ts'

/** Matches that the store knows: their ids are public, whatever shape they have. */
export type KnownMatches = ReadonlySet<string>

type Shows = (text: string) => boolean

/** Empty stays empty: that something is not told is no secret. */
const shownIf = (text: string, shows: Shows): string => (text === '' || shows(text) ? text : hiddenMarker)

export const isEventType: Shows = text => eventTypes.some(type => type === text)
export const isErrorCode: Shows = text => errorCodes.some(code => code === text)
const isSchemaVersion: Shows = text => /^(sensor|broadcast|social|critical)-events\/\d{1,3}$/.test(text)
const isRowId: Shows = text => /^\d{1,18}$/.test(text)

export const shownEventType = (type: string): string => shownIf(type, isEventType)
export const shownErrorCode = (code: string): string => shownIf(code, isErrorCode)
export const shownCorrelationId = (id: string): string => shownIf(id, isOpaqueId)
export const shownSchemaVersion = (version: string): string => shownIf(version, isSchemaVersion)
export const shownProvider = (name: string): string => shownIf(name, isProviderName)

export const isShownMatch = (matchId: string, known: KnownMatches): boolean =>
  known.has(matchId) || isOpaqueId(matchId)
export const shownMatchId = (matchId: string, known: KnownMatches): string =>
  shownIf(matchId, text => isShownMatch(text, known))

/** An id of a shape that tells nothing, or such a one behind the id of its match. */
export function isShownSourceId(id: string, matchId: string, known: KnownMatches): boolean {
  if (isOpaqueId(id)) return true
  const rest = id.startsWith(matchId) ? id.slice(matchId.length) : ''
  if (matchId === '' || !isShownMatch(matchId, known)) return false
  // A number may be spread over both.
  const isApart = known.has(matchId) || isMadeByUs(matchId) || !tellsByDigits(id)
  return isApart && /^[-_:.~/]/.test(rest) && isOpaqueId(rest.slice(1))
}

export const shownSourceId = (id: string, matchId: string, known: KnownMatches): string =>
  shownIf(id, text => isShownSourceId(text, matchId, known))

/** A letter's record as who has not revealed it may see it. */
export const publicRecord = (letter: LetterDetail, known: KnownMatches): ShownBytes =>
  showBytes(letter.raw, value => maskEvent(value, letter.source, shownIds(letter, known)))

/** An event in the place of a letter's own. */
export const publicEvent = (letter: LetterDetail, event: unknown, known: KnownMatches): unknown =>
  maskEvent(event, letter.source, shownIds(letter, known)).masked

const shownIds = ({ matchId, sourceEventId }: LetterDetail, known: KnownMatches): ReadonlySet<unknown> =>
  new Set([shownMatchId(matchId, known), shownSourceId(sourceEventId, matchId, known)])

/** A letter of a list, with what is not public hidden. Names each column: a new one is hidden until it is named here. */
export function publicSummary(letter: LetterSummary, known: KnownMatches): LetterSummary {
  const { id, source, topic, stage, disposition, fingerprint, state, attempts, deaths } = letter
  const { firstFailedAt, lastFailedAt, reprocessAt, expiresAt, matchId } = letter
  return {
    ...{ id, source, topic, stage, disposition, fingerprint, state, attempts, deaths },
    ...{ firstFailedAt, lastFailedAt, reprocessAt, expiresAt },
    sourceEventId: shownSourceId(letter.sourceEventId, matchId, known),
    provider: shownProvider(letter.provider),
    matchId: shownMatchId(matchId, known),
    eventType: shownEventType(letter.eventType),
    errorCode: shownErrorCode(letter.errorCode),
    errorMessage: publicMessage(letter.errorMessage),
  }
}

/** As `publicSummary`, of all that is known of a letter but its bytes. */
export function publicDetail(letter: LetterDetail, known: KnownMatches): Omit<LetterDetail, 'raw'> {
  const { partition, offset, originAt, consumerGroup, fingerprintVersion, build, effects } = letter
  const { reprocessings, warnedHours, publishedAt, settledAt, settledBy, note } = letter
  return {
    ...publicSummary(letter, known),
    ...{ partition, offset, originAt, consumerGroup, fingerprintVersion, build, effects },
    ...{ reprocessings, warnedHours, publishedAt, settledAt, settledBy, note },
    evidence: publicMessage(letter.evidence),
    shape: publicShape(letter.shape),
    traceparent: shownIf(letter.traceparent, isTraceparent),
    schemaVersion: shownSchemaVersion(letter.schemaVersion),
    headers: publicHeaders(letter.headers),
    correlationId: shownCorrelationId(letter.correlationId),
  }
}

/** Types at the paths that our schemas have; a field's own name may be a value. */
export const publicShape = (shape: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(shape).filter(([path]) => schemaPaths.has(path)))

const headerRules: Readonly<Record<string, Shows>> = {
  [logHeaders.correlationId]: isOpaqueId,
  [logHeaders.traceparent]: isTraceparent,
  [logHeaders.schema]: isSchemaVersion,
  [logHeaders.lane]: text => laneSchema.safeParse(text).success,
  [logHeaders.source]: text => sourceSchema.safeParse(text).success,
  [logHeaders.replayId]: isRowId,
  [logHeaders.deadLetterId]: isRowId,
  [logHeaders.derivedFrom]: text => isOpaqueId(text.replace(/^(sensor|broadcast|social)\//, '')),
  [logHeaders.provider]: isProviderName,
  [logHeaders.errorCode]: isErrorCode,
  [logHeaders.sourceEventId]: isOpaqueId,
  [logHeaders.receivedAt]: isInstant,
}
const ownHeaders: ReadonlySet<string> = new Set(Object.values(logHeaders))

/** Headers of our own by their rules; those of other names, which may be anything, as one. */
function publicHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const shown = Object.entries(headers)
    .filter(([name]) => ownHeaders.has(name))
    .map(([name, text]) => [
      name,
      name === logHeaders.errorMessage
        ? publicMessage(text)
        : shownIf(text, value => headerRules[name]?.(value) ?? false),
    ])
  const isAll = shown.length === Object.keys(headers).length
  return Object.fromEntries(isAll ? shown : [...shown, [hiddenMarker, hiddenMarker]])
}

const secretNames = /authori[sz]ation|cookie|token|secret|signature|password|credential|api-?key/i

/** Headers for who has revealed them: what opens doors stays hidden from everybody. */
export const withoutSecrets = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, secretNames.test(name) ? '(hidden)' : value]),
  )

interface Told {
  readonly errorCode: string | null
  readonly message: string | null
}

/** What a replay tells of an item, or of a group of them. */
export const withPublicMessage = <T extends Told>(row: T): T => ({
  ...row,
  errorCode: row.errorCode === null ? null : shownErrorCode(row.errorCode),
  message: row.message === null ? null : publicMessage(row.message),
})
