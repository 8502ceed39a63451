/** Rows as aligned columns; the first row is the heading. Columns of numbers are aligned to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const columns = rows[0]?.map((_, index) => rows.map(row => row[index] ?? '')) ?? []
  const widths = columns.map(cells => Math.max(...cells.map(cell => cell.length)))
  const numeric = columns.map(cells => cells.slice(1).every(cell => /^([\d.,]+( ?[a-z%]+)?)?$/.test(cell)))
  const format = (row: readonly string[]) =>
    row
      .map((cell, index) => pad(cell, widths[index] ?? 0, numeric[index] ?? false))
      .join('  ')
      .trimEnd()
  const rule = widths.map(width => '─'.repeat(width)).join('  ')
  const [heading = [], ...body] = rows
  return [format(heading), rule, ...body.map(format)].join('\n')
}

const pad = (cell: string, width: number, right: boolean) =>
  right ? cell.padStart(width) : cell.padEnd(width)

export const seconds = (tookMs: number): string => `${(tookMs / 1_000).toFixed(1)} s`
