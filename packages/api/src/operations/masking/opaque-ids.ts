import { eventTypes, sourceSchema } from '@touchline/contracts'
import { isMadeByUs, tellsByDigits } from './told-by-digits.ts'

/** One part of a longer id: a number, up to two letters with a number, or a word of ours with one. */
const part = /^([a-z]*?)(\d{0,12})$/i
const maxParts = 8

/** Words that may stand in an id and tell of nobody. */
const idWords: ReadonlySet<string> = new Set([
  ...eventTypes.flatMap(type => type.split('-')),
  ...sourceSchema.options,
  ...[
    'id',
    'event',
    'evt',
    'match',
    'game',
    'fixture',
    'derby',
    'feed',
    'msg',
    'post',
    'tweet',
    'correction',
  ],
  ...['goal', 'card', 'pass', 'shot', 'ball', 'sensor', 'metrica', 'opta', 'statsbomb', 'replay', 'batch'],
])

/**
 * Whether an id tells nothing by its shape: a UUID, a hash, a record's place in the log, or few digits behind short
 * prefixes and words of ours, such as `derby-1:b17`. Who gave it may have put anything into an id of another shape: a
 * name, an address, a number of somebody's.
 */
export function isOpaqueId(text: string): boolean {
  if (text.length > 128) return false
  if (isMadeByUs(text)) return true
  if (!/\d/.test(text) || tellsByDigits(text)) return false
  const parts = text.split(/[-_:.~/]/)
  if (parts.length > maxParts || (parts.length > 1 && !/[a-z]/i.test(text))) return false
  return parts.every(isOpaquePart)
}

function isOpaquePart(text: string): boolean {
  const [, letters, digits] = part.exec(text) ?? []
  if (letters === undefined || digits === undefined || letters + digits === '') return false
  return letters.length <= 2 || idWords.has(letters.toLowerCase())
}

/** As a provider's name stands in the settings of who runs this. */
export const isProviderName = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text)

/** W3C Trace Context, version 00. */
export const isTraceparent = (text: string): boolean =>
  /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(text)

/** A time in ISO 8601, and nothing else. */
export const isInstant = (text: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/.test(text) &&
  !Number.isNaN(Date.parse(text))
