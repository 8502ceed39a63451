/** A number with its unit; a dash where nothing was reported. */
export function formatFigure(value: number | undefined | null, unit: string): string {
  if (value === undefined || value === null) return '–'
  const digits = Math.abs(value) < 10 && !Number.isInteger(value) ? 1 : 0
  const text = value.toLocaleString('en', { maximumFractionDigits: digits })
  return unit === '' || unit.startsWith('/') ? `${text}${unit}` : `${text} ${unit}`
}
