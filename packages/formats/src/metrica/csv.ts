import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { MetricaFault, type MetricaMatch, type MetricaRow, pointOf } from './row.ts'

const number = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/, 'is not a number')
  .transform(Number)
const coordinate = z.union([z.literal(['NaN', '']).transform(() => null), number])
const rowSchema = z.object({
  Team: z.enum(['Home', 'Away']),
  Type: z.string().min(1),
  Subtype: z.string(),
  Period: number.pipe(z.int().min(1).max(5)),
  'Start Time [s]': number,
  From: z.string(),
  To: z.string(),
  'Start X': coordinate,
  'Start Y': coordinate,
  'End X': coordinate,
  'End Y': coordinate,
})

/** Reads the events of Metrica's CSV format. Throws `MetricaFault` with the row. */
export function parseCsv(text: string): MetricaMatch {
  return { home: 'Home', away: 'Away', rows: records(text).map(rowOf) }
}

function records(text: string): unknown[] {
  try {
    return parse(text, {
      columns: true,
      bom: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: 65_536,
    })
  } catch (error) {
    throw new MetricaFault(`not CSV: ${error instanceof Error ? error.message : 'unreadable'}`)
  }
}

function rowOf(record: unknown, position: number): MetricaRow {
  const parsed = rowSchema.safeParse(record)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new MetricaFault(`row ${position + 1}: ${issue?.path.join('.')} ${issue?.message}`)
  }
  const { data } = parsed
  return {
    index: position + 1,
    side: data.Team === 'Home' ? 'home' : 'away',
    type: data.Type,
    subtypes: data.Subtype.split('-').filter(Boolean),
    period: data.Period,
    startSeconds: data['Start Time [s]'],
    from: data.From || undefined,
    to: data.To || undefined,
    start: pointOf(data['Start X'], data['Start Y']),
    end: pointOf(data['End X'], data['End Y']),
  }
}
