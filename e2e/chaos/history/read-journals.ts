import type { Offer, Receipt } from '@touchline/checker'
import { type Source, sourceSchema } from '@touchline/contracts'
import { readLines } from './read-lines.ts'

type Line = readonly (string | number | null)[]

/** The load's journal, as the checker reads it. */
export function* readOffers(file: string): Generator<Offer> {
  for (const text of readLines(file)) {
    const line = JSON.parse(text) as Line
    if (line[0] === 'e') yield eventOf(line)
    else if (line[0] === 'd') yield { kind: 'damaged', rawHash: String(line[1]) }
    else {
      const [, source, ...ids] = line
      for (const id of ids) yield { kind: 'accepted', source: sourceOf(source), sourceEventId: String(id) }
    }
  }
}

const sourceOf = (value: unknown): Source => sourceSchema.parse(value)

function eventOf([, source, id, matchId, type, atMs, period, seconds, digest]: Line): Offer {
  const clock = typeof period === 'number' ? { period, seconds: Number(seconds) } : undefined
  const event = {
    source: sourceOf(source),
    sourceEventId: String(id),
    matchId: String(matchId),
    type: String(type),
    occurredAtMs: Number(atMs),
    clock,
    digest: String(digest),
  }
  return { kind: 'event', event }
}

/** The fans' journal, as the checker reads it. */
export function* readReceipts(file: string): Generator<Receipt> {
  for (const text of readLines(file)) {
    const [feed, epoch, seq, source, id, home, away, digest] = JSON.parse(text) as Line
    yield {
      feed: Number(feed),
      epoch: Number(epoch),
      seq: Number(seq),
      source: sourceOf(source),
      sourceEventId: String(id),
      score: { home: Number(home), away: Number(away) },
      digest: String(digest),
    }
  }
}
