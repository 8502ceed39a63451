const two = (n: number): string => String(n).padStart(2, '0')

/** An instant in this machine's time zone, with its offset: `2026-05-01 21:00:00+02:00`. */
export function localTime(instant: string): string {
  const at = new Date(instant)
  const offset = -at.getTimezoneOffset()
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`
  const date = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-')
  return `${date} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')}${zone}`
}
