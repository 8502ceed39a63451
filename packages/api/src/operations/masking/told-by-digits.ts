import { allTopics } from '@touchline/contracts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i
const hash = /^[0-9a-f]{16,128}$/i
/** As `topic/partition/offset`. */
const place = new RegExp(`^(${allTopics.join('|')})([:/])\\d{1,6}\\2\\d{1,19}$`)

/** Ids that are made, and tell nothing whatever their digits are. */
export const isMadeByUs = (text: string): boolean =>
  uuid.test(text) || place.test(text) || (hash.test(text) && isRandomHash(text))

/** Letters stand among a hash's digits, and no run of digits is as long as a card's number. */
const isRandomHash = (text: string): boolean =>
  text.replace(/\d/g, '').length >= text.length / 8 && !/\d{13}/.test(text)

/** Telephones have nine digits and more, cards thirteen and more. */
const maxDigits = 8

/**
 * Whether the digits of an id, taken together whatever stands between them, may be somebody's number, a date of birth or
 * a place on the map.
 */
export function tellsByDigits(text: string): boolean {
  const digits = text.replace(/\D/g, '')
  if (digits.length > maxDigits) return true
  if (digits.length === maxDigits && isLongDate(digits)) return true
  return (text.match(/\d+/g) ?? []).some(isShortDate) || hasSeparatedDate(text) || isCoordinates(text)
}

const isDay = (text: string): boolean => Number(text) >= 1 && Number(text) <= 31
const isMonth = (text: string): boolean => Number(text) >= 1 && Number(text) <= 12
const isMonthAndDay = (one: string, other: string): boolean =>
  (isMonth(one) && isDay(other)) || (isDay(one) && isMonth(other))
const isYear = (text: string): boolean => /^(19|20)\d\d$/.test(text)

/** Year first or last, month and day either way round. */
const isLongDate = (text: string): boolean =>
  (isYear(text.slice(0, 4)) && isMonthAndDay(text.slice(4, 6), text.slice(6))) ||
  (isYear(text.slice(4)) && isMonthAndDay(text.slice(0, 2), text.slice(2, 4)))

/** Six digits of their own. */
const isShortDate = (text: string): boolean =>
  text.length === 6 &&
  (isMonthAndDay(text.slice(2, 4), text.slice(4)) || isMonthAndDay(text.slice(0, 2), text.slice(2, 4)))

/** Three numbers with the same separator, of which the first or the last may be a year. */
function hasSeparatedDate(text: string): boolean {
  const [, first = '', , second = '', third = ''] =
    /(?<!\d)(\d{1,4})([-./_])(\d{1,2})\2(\d{1,4})(?!\d)/.exec(text) ?? []
  const mayBeYear = (number: string) => number.length === 2 || isYear(number)
  return (
    (mayBeYear(first) && isMonthAndDay(second, third)) || (mayBeYear(third) && isMonthAndDay(first, second))
  )
}

const isCoordinates = (text: string): boolean => (text.match(/\d\.\d\d/g) ?? []).length >= 2
