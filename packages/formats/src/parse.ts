import { DocumentFault } from './document-fault.ts'
import type { Format } from './format.ts'
import { parseMetricaDocument } from './metrica/metrica.ts'
import { parseF24 } from './opta/f24.ts'
import { parseMa3 } from './opta/ma3.ts'
import type { Parsed, ParseOptions } from './parsed.ts'
import { readText } from './read-text.ts'
import { parseStatsBomb } from './statsbomb/statsbomb.ts'
import { parseTouchline } from './touchline.ts'

const parsers: Readonly<Record<Format, (text: string, options: ParseOptions) => Parsed>> = {
  touchline: parseTouchline,
  'opta-f24': parseF24,
  'stats-perform-ma3': parseMa3,
  statsbomb: parseStatsBomb,
  metrica: parseMetricaDocument,
}

/** Reads a supplier's document into what its events are in our own form. Whatever it holds, this does not throw. */
export function parse(format: Format, input: Uint8Array | string, options: ParseOptions = {}): Parsed {
  try {
    return parsers[format](readText(input), options)
  } catch (error) {
    if (!(error instanceof DocumentFault)) throw error
    return {
      items: [],
      faults: [{ path: error.path, message: error.message }],
      skipped: 0,
      match: undefined,
    }
  }
}
