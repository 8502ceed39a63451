import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { matchIdSchema } from '@touchline/contracts'
import { parseCsv } from './csv.ts'
import { parseJson } from './json.ts'
import { MetricaFault, type MetricaMatch } from './row.ts'

const maxFileBytes = 64 * 1024 * 1024

/** Reads a recorded match, of at most 64 MiB. Throws `MetricaFault` in words for people. */
export async function readMetricaFile(path: string): Promise<MetricaMatch> {
  const match = parseMetrica(await textOf(path))
  if (match.rows.length === 0) throw new MetricaFault('the file holds no events')
  return match
}

/** The format is told by the content, whatever the file is called. */
export function parseMetrica(text: string): MetricaMatch {
  const content = text.replace(/^\uFEFF/, '').trimStart()
  if (content.startsWith('{')) return parseJson(content)
  if (content.startsWith('Team,Type,Subtype,')) return parseCsv(content)
  throw new MetricaFault(
    'neither Metrica\'s JSON (an object with "data") nor its CSV (columns Team,Type,Subtype,…)',
  )
}

async function textOf(path: string): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size > maxFileBytes)
      throw new MetricaFault(`the file has ${size} bytes; at most ${maxFileBytes} are read`)
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof MetricaFault) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const reasons: Record<string, string> = {
      ENOENT: 'there is no such file',
      EISDIR: 'it is a folder',
      EACCES: 'not allowed to read it',
    }
    throw new MetricaFault(reasons[code] ?? `it can't be read (${code})`)
  }
}

/** `Sample_Game_1_RawEventsData.csv` gives `metrica-sample-game-1`. */
export function matchIdOf(path: string) {
  const words = basename(path)
    .replace(/\.[^.]*$/, '')
    .replace(/_?(RawEventsData|events)$/i, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return matchIdSchema.parse(`metrica-${words || 'match'}`.slice(0, 64).replace(/-+$/, ''))
}
