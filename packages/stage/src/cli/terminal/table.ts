import { fit } from './visible.ts'

export const lineWidth = 100

export interface Column {
  readonly title: string
  /** Characters; of the last column, the most. */
  readonly width: number
}

/** A head and one line for each row, two spaces between columns, no line over `lineWidth` where the widths allow it. */
export function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) =>
    columns
      .map(({ width }, index) => fit(cells[index] ?? '', width).padEnd(width))
      .join('  ')
      .trimEnd()
  return [line(columns.map(column => column.title)), ...rows.map(line)]
}

/** `dead 3, recovered 1`; `none` where there is nothing. */
export function countsText(counts: Readonly<Record<string, number | undefined>>): string {
  const parts = Object.entries(counts)
    .filter(([, n]) => n !== undefined && n > 0)
    .map(([name, n]) => `${name} ${n}`)
  return parts.length === 0 ? 'none' : parts.join(', ')
}
