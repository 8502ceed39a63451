import type { Notice } from '../broadcast.ts'

/** What one NOTIFY may carry, in bytes: PostgreSQL takes under 8,000. */
const maxPayloadBytes = 7_900

/** Positions as `epoch:first:last:channel`, several to a payload, parted by blanks. ASCII only. */
export function payloadsOf(notices: readonly Notice[]): string[] {
  const payloads: string[] = []
  let current = ''
  for (const { channel, epoch, firstSeq, lastSeq } of notices) {
    const text = `${epoch}:${firstSeq}:${lastSeq}:${encodeURIComponent(channel)}`
    if (current !== '' && current.length + 1 + text.length > maxPayloadBytes) {
      payloads.push(current)
      current = ''
    }
    current = current === '' ? text : `${current} ${text}`
  }
  return current === '' ? payloads : [...payloads, current]
}

/** What is no position is left out: anyone who may connect may NOTIFY. */
export function noticesOf(payload: string): Notice[] {
  return payload.split(' ').flatMap(text => {
    const [, epoch, firstSeq, lastSeq, channel] = /^(\d{1,15}):(\d{1,15}):(\d{1,15}):(\S+)$/.exec(text) ?? []
    const name = channel === undefined ? undefined : decoded(channel)
    if (name === undefined) return []
    return [{ channel: name, epoch: Number(epoch), firstSeq: Number(firstSeq), lastSeq: Number(lastSeq) }]
  })
}

function decoded(channel: string): string | undefined {
  try {
    return decodeURIComponent(channel)
  } catch {
    return undefined
  }
}
