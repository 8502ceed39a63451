const pattern = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:?\d\d)?$/

/** The zone of a time that names none. */
export type Zone = 'utc' | 'london'

/** A supplier's time in ISO 8601 and UTC, to the millisecond. Undefined: it is none of the years 2000 to 2099. */
export function instantOf(text: string, zone: Zone): string | undefined {
  const [, year, month, day, hour, minute, second, fraction = '', offset] = pattern.exec(text) ?? []
  if (year === undefined) return undefined
  const localMs = utcMs([year, month, day, hour, minute, second])
  if (localMs === undefined) return undefined
  const ms = localMs + Number(fraction.padEnd(3, '0').slice(0, 3))
  const instant = new Date(ms - offsetMs(offset, ms, zone))
  return isPlausible(instant) ? instant.toISOString() : undefined
}

/** The same with all its digits, of which a supplier may write nine: of two changes in one millisecond one is later. */
export function exactInstantOf(text: string, zone: Zone): string | undefined {
  const [, below = ''] = /\.\d{3}(\d{0,5}[1-9])0*(?!\d)/.exec(text) ?? []
  return instantOf(text, zone)?.replace('Z', `${below}Z`)
}

/** Undefined where a part is out of its range, as in the 31st of February. */
function utcMs(parts: readonly (string | undefined)[]): number | undefined {
  const [year = 0, month = 0, ...rest] = parts.map(Number)
  const [day = 0, hour = 0, minute = 0, second = 0] = rest
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  const isSame =
    year >= 1_000 &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second
  return isSame ? date.getTime() : undefined
}

/** No match that is reported was played outside these years: a time there is a broken clock. */
const isPlausible = (date: Date) => date.getUTCFullYear() >= 2_000 && date.getUTCFullYear() < 2_100

function offsetMs(offset: string | undefined, localMs: number, zone: Zone): number {
  if (offset === 'Z') return 0
  if (offset === undefined) return zone === 'london' ? londonOffsetMs(localMs) : 0
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2))
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000
}

const hourMs = 3_600_000

/** British Summer Time runs from 01:00 UTC on the last Sunday of March to 01:00 UTC on that of October. */
function londonOffsetMs(localMs: number): number {
  const asSummerMs = localMs - hourMs
  const year = new Date(asSummerMs).getUTCFullYear()
  const isSummer = asSummerMs >= lastSundayMs(year, 2) && asSummerMs < lastSundayMs(year, 9)
  return isSummer ? hourMs : 0
}

/** 01:00 UTC on the last Sunday of a month of 31 days, the first month being 0. */
function lastSundayMs(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month, 31, 1))
  return last.getTime() - last.getUTCDay() * 24 * hourMs
}
