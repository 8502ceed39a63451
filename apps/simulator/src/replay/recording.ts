import { basename } from 'node:path'
import type { Fault, MatchId } from '@touchline/contracts'
import {
  DocumentFault,
  detectFormat,
  type Format,
  formatSchema,
  matchIdFromFileName,
  parse,
  parseSquads,
  type Squads,
} from '@touchline/formats'
import type { Speed } from '../script/options.ts'
import { type Arrangement, arrange } from './arrange.ts'
import { dated, rememberedTimeline, type Timeline, timelineOfNow } from './dates.ts'
import { inDocumentOrder, inMatchOrder, type ReplayEvent, withDue } from './due.ts'
import { type Expectation, expectationOf } from './expectation.ts'
import { RecordingFault, readRecordingFile } from './read-file.ts'

export interface RecordingOptions extends Arrangement {
  readonly file: string
  readonly format: Format | undefined
  readonly matchId: MatchId | undefined
  /** A document of the teams' and players' names, in Opta's F7. */
  readonly squadsFile: string | undefined
  /** For a format that tells no dates. Undefined: as in the match's first replay. */
  readonly kickoff: string | 'now' | undefined
  readonly speed: Speed
  readonly dataFolder: string
  /** Where the user stood when npm ran. */
  readonly startFolder: string
}

export interface Recording {
  readonly format: Format
  readonly matchId: MatchId
  readonly home: string
  readonly away: string
  /** In the order in which they are sent. */
  readonly events: readonly ReplayEvent[]
  readonly expected: Expectation
  /** Elements of the document that could not be read. */
  readonly faults: readonly Fault[]
}

/** What the ids of a format's matches begin with where the file alone names them. */
const prefixes: Readonly<Record<Format, string>> = {
  touchline: 'match',
  'opta-f24': 'opta',
  'stats-perform-ma3': 'statsperform',
  statsbomb: 'statsbomb',
  metrica: 'metrica',
}

/** Stands for the kick-off until the events are dated. */
const someKickoff = '2000-01-01T00:00:00.000Z'

/** Reads a file and lays out what is sent of it. Throws a `RecordingFault` in words for people. */
export async function readRecording(options: RecordingOptions): Promise<Recording> {
  const { format, items, faults, match } = await readDocument(options)
  const events = withDue(items)
  const ordered = format === 'metrica' ? inDocumentOrder(events) : inMatchOrder(events)
  const isDated = match.isUndated !== true || ownKickoff(options) !== undefined
  const sent = isDated ? ordered : dated(ordered, timelineOf(ordered, match.matchId, options))
  return {
    format,
    matchId: match.matchId,
    home: match.fixture?.home ?? 'home',
    away: match.fixture?.away ?? 'away',
    events: arrange(sent, options),
    expected: expectationOf(items, match),
    faults,
  }
}

const ownKickoff = ({ kickoff }: RecordingOptions) => (kickoff === 'now' ? undefined : kickoff)

async function readDocument(options: RecordingOptions) {
  const { file, squadsFile, matchId } = options
  const bytes = await readRecordingFile(file, options.startFolder)
  const format = options.format ?? formatOf(bytes)
  const { items, faults, match } = parse(format, bytes, {
    matchId,
    defaultMatchId: matchIdFromFileName(prefixes[format], basename(file)),
    squads: await squadsOf(squadsFile, options.startFolder),
    kickoffAt: ownKickoff(options) ?? someKickoff,
    isWholeMatch: true,
  })
  if (match && items.length > 0) return { format, items, faults, match }
  throw new RecordingFault(messageOf(faults[0]))
}

function formatOf(bytes: Buffer): Format {
  const format = detectFormat(bytes.toString('utf8', 0, 16_384))
  if (format) return format
  throw new RecordingFault(
    `its format is none of ${formatSchema.options.join(', ')}, as far as its beginning tells; name it by --format`,
  )
}

async function squadsOf(file: string | undefined, startFolder: string): Promise<Squads | undefined> {
  if (file === undefined) return undefined
  try {
    return parseSquads(await readRecordingFile(file, startFolder))
  } catch (error) {
    if (error instanceof DocumentFault || error instanceof RecordingFault)
      throw new RecordingFault(`${file}: ${error.message}`)
    throw error
  }
}

function timelineOf(
  events: readonly ReplayEvent[],
  matchId: MatchId,
  { speed, shuffleSeed, kickoff, dataFolder }: RecordingOptions,
): Timeline {
  const fresh = timelineOfNow(events, { speed, isShuffled: shuffleSeed !== undefined }, Date.now())
  return kickoff === 'now' ? fresh : rememberedTimeline(dataFolder, matchId, fresh, events)
}

const messageOf = (fault: Fault | undefined): string =>
  fault === undefined || fault.path === '(document)'
    ? (fault?.message ?? 'the file holds no events')
    : `${fault.path}: ${fault.message}`
