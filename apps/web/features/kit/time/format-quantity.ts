const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB'] as const

const oneDigit = (value: number): string =>
  value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 })

export const formatCount = (count: number): string =>
  count.toLocaleString('en', { maximumFractionDigits: Math.abs(count) < 10 ? 1 : 0 })

/** Thousands, as disks and networks count: 1,400,000 → `1.4 MB`. */
export function formatBytes(bytes: number): string {
  let value = Math.abs(bytes)
  let unit = 0
  while (value >= 999.5 && unit < byteUnits.length - 1) {
    value /= 1_000
    unit += 1
  }
  return `${bytes < 0 ? '-' : ''}${oneDigit(value)} ${byteUnits[unit]}`
}

/** A share of 1 as per cent: 0.1234 → `12 %`. */
export const formatPercent = (ratio: number): string => `${oneDigit(ratio * 100)} %`

const secondMs = 1_000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const pair = (first: number, firstUnit: string, second: number, secondUnit: string): string =>
  second === 0 ? `${first} ${firstUnit}` : `${first} ${firstUnit} ${second} ${secondUnit}`

/** Two units at most: `0.4 ms`, `350 ms`, `1.2 s`, `3 min 4 s`, `2 h 5 min`, `4 d 1 h`. */
export function formatDuration(ms: number): string {
  const size = Math.abs(ms)
  const sign = ms < 0 ? '-' : ''
  if (size < secondMs) return `${sign}${oneDigit(size)} ms`
  if (size < minuteMs) return `${sign}${oneDigit(size / secondMs)} s`
  if (size < hourMs) {
    const seconds = Math.round(size / secondMs)
    return sign + pair(Math.floor(seconds / 60), 'min', seconds % 60, 's')
  }
  const minutes = Math.round(size / minuteMs)
  if (size < dayMs) return sign + pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
  const hours = Math.round(size / hourMs)
  return sign + pair(Math.floor(hours / 24), 'd', hours % 24, 'h')
}
