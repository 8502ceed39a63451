const secondMs = 1_000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const digits = (value: number, length = 2): string => String(value).padStart(length, '0')

const formatters = new Map<string, Intl.DateTimeFormat>()
const keptFormatters = 32

function formatterFor(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  if (formatters.size >= keptFormatters) formatters.clear()
  formatters.set(zone, made)
  return made
}

/** The wall clock of a zone, as if it were UTC. Numbers only, so that every runtime writes the same. */
function wallClock(atMs: number, zone: string): Date {
  const parts: Record<string, number> = {}
  for (const { type, value } of formatterFor(zone).formatToParts(atMs)) parts[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  const ms = ((atMs % secondMs) + secondMs) % secondMs
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second, ms))
}

function offsetText(offsetMs: number): string {
  if (offsetMs === 0) return 'UTC'
  const minutes = Math.round(Math.abs(offsetMs) / minuteMs)
  const rest = minutes % 60
  return `UTC${offsetMs < 0 ? '-' : '+'}${Math.floor(minutes / 60)}${rest ? `:${digits(rest)}` : ''}`
}

const dateText = (wall: Date): string =>
  `${wall.getUTCFullYear()}-${digits(wall.getUTCMonth() + 1)}-${digits(wall.getUTCDate())}`
const clockText = (wall: Date, ms: boolean): string => wall.toISOString().slice(11, ms ? 23 : 19)

export const absentTime = '–'

/** `2026-11-23 05:39:12 UTC+1`. */
export function formatAbsolute(atMs: number, zone: string, { ms = false } = {}): string {
  if (!Number.isFinite(atMs)) return absentTime
  const wall = wallClock(atMs, zone)
  return `${dateText(wall)} ${clockText(wall, ms)} ${offsetText(wall.getTime() - Math.floor(atMs))}`
}

export const formatClock = (atMs: number, zone: string): string =>
  Number.isFinite(atMs) ? clockText(wallClock(atMs, zone), false) : absentTime

export const formatDate = (atMs: number, zone: string): string =>
  Number.isFinite(atMs) ? dateText(wallClock(atMs, zone)) : absentTime

const steps = [
  { sizeMs: dayMs, unit: 'd' },
  { sizeMs: hourMs, unit: 'h' },
  { sizeMs: minuteMs, unit: 'min' },
  { sizeMs: secondMs, unit: 's' },
] as const

/** Pages look at their clock once a second, and servers' clocks differ from it. */
const clockToleranceMs = 2 * secondMs

/** `12 s ago`, `in 3 min`; one unit, rounded down. */
export function formatRelative(atMs: number, nowMs: number): string {
  if (!Number.isFinite(atMs)) return absentTime
  const awayMs = Math.abs(nowMs - atMs)
  if (atMs > nowMs && awayMs < clockToleranceMs) return 'now'
  const step = steps.find(({ sizeMs }) => awayMs >= sizeMs)
  if (!step) return 'now'
  const text = `${Math.floor(awayMs / step.sizeMs)} ${step.unit}`
  return atMs > nowMs ? `in ${text}` : `${text} ago`
}

export type At = string | number | Date

/** NaN for what is no time. */
export const timeOf = (at: At): number => (typeof at === 'number' ? at : new Date(at).getTime())

const wallPattern = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?$/

/** The moment at which a zone's clock shows this; null for what is no time. A shown hour that is skipped is the next. */
export function atOfWallClock(text: string, zone: string): number | null {
  const [, ...found] = wallPattern.exec(text.trim()) ?? []
  if (found.length === 0) return null
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = found.map(part =>
    Number(part ?? 0),
  )
  const shown = Date.UTC(year, month - 1, day, hour, minute, second)
  if (month > 12 || day > 31 || hour > 23 || minute > 59 || second > 59) return null
  const offsetAt = (atMs: number) => wallClock(atMs, zone).getTime() - atMs
  const near = shown - offsetAt(shown)
  return shown - offsetAt(near)
}
