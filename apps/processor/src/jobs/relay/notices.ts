import type { MatchEvent } from '@touchline/contracts'
import type { OutboxRange } from '@touchline/db'
import type { Notice } from '@touchline/streams'

/** Joins ranges of one match that follow each other; the order of each match's ranges stays. */
export function joinRanges(ranges: readonly OutboxRange[]): OutboxRange[] {
  const open = new Map<string, OutboxRange>()
  const closed: OutboxRange[] = []
  for (const range of ranges) {
    const before = open.get(range.matchId)
    if (before && before.epoch === range.epoch && before.lastSeq + 1 === range.firstSeq) {
      open.set(range.matchId, { ...before, lastSeq: range.lastSeq })
      continue
    }
    if (before) closed.push(before)
    open.set(range.matchId, range)
  }
  return [...closed, ...open.values()]
}

export const toPositionNotice = ({ matchId, epoch, firstSeq, lastSeq }: OutboxRange): Notice => ({
  channel: matchId,
  epoch,
  firstSeq,
  lastSeq,
})

/** Bodies stay well under the port's 256 KiB. */
const maxBodyChars = 60_000

/**
 * Notices with the events in them, cut so that no body grows too long, each event stamped with when it was sent on.
 * `events` are sorted by match and seq.
 */
export function toNotices(events: readonly MatchEvent[], relayedAt: Date): Notice[] {
  const stamp = `,"relayedAt":"${relayedAt.toISOString()}"}`
  const notices: Notice[] = []
  let texts: string[] = []
  let chars = 0
  let first: MatchEvent | undefined
  let last: MatchEvent | undefined
  const flush = () => {
    if (!first || !last) return
    const { matchId, epoch, seq } = first
    notices.push({ channel: matchId, epoch, firstSeq: seq, lastSeq: last.seq, body: `[${texts.join(',')}]` })
    texts = []
    chars = 0
    first = undefined
  }
  for (const event of events) {
    // Put on as text: an event is never empty, and a copy of it would cost more.
    const text = JSON.stringify(event).slice(0, -1) + stamp
    if (first && (!last || !follows(last, event) || chars + text.length > maxBodyChars)) flush()
    first ??= event
    last = event
    texts.push(text)
    chars += text.length + 1
  }
  flush()
  return notices
}

const follows = (a: MatchEvent, b: MatchEvent) =>
  a.matchId === b.matchId && a.epoch === b.epoch && a.seq + 1 === b.seq
