export { DocumentFault } from './document-fault.ts'
export { detectFormat, type Format, formatSchema } from './format.ts'
export { limits } from './limits.ts'
export { matchIdFromFileName } from './match-id.ts'
export { type RecordedEvent, recordedEvents } from './metrica/events.ts'
export { readMetrica } from './metrica/metrica.ts'
export { MetricaFault, type MetricaMatch } from './metrica/row.ts'
export { parseSquads } from './opta/f7.ts'
export { parse } from './parse.ts'
export type {
  DocumentMatch,
  Meaning,
  Parsed,
  ParseOptions,
  SentAction,
  SentItem,
  Squads,
  Teams,
} from './parsed.ts'
export { effective, type MatchResult, resultOf } from './result.ts'
