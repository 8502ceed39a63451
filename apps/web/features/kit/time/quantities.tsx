import { formatBytes, formatCount, formatDuration } from './format-quantity.ts'

const absent = <span className="text-muted">–</span>
type Amount = number | null | undefined

export function Duration({ ms }: { ms: Amount }) {
  if (ms === null || ms === undefined) return absent
  return (
    <span className="whitespace-nowrap tabular-nums" data-tip={`${ms.toLocaleString('en')} ms`}>
      {formatDuration(ms)}
    </span>
  )
}

export function Count({ value, unit }: { value: Amount; unit?: string | undefined }) {
  if (value === null || value === undefined) return absent
  return (
    <span className="whitespace-nowrap tabular-nums">
      {formatCount(value)}
      {unit ? ` ${unit}` : ''}
    </span>
  )
}

export function Bytes({ value }: { value: Amount }) {
  if (value === null || value === undefined) return absent
  return (
    <span className="whitespace-nowrap tabular-nums" data-tip={`${value.toLocaleString('en')} bytes`}>
      {formatBytes(value)}
    </span>
  )
}

export function Rate({ value, per = 's' }: { value: Amount; per?: string | undefined }) {
  if (value === null || value === undefined) return absent
  return (
    <span className="whitespace-nowrap tabular-nums">
      {formatCount(value)}/{per}
    </span>
  )
}
