import type { ChainedEntry } from '@touchline/db'

/** One change that somebody made, as people read it. */
export interface AuditEntryView {
  readonly id: string
  readonly at: string
  readonly actor: { readonly id: string; readonly name: string; readonly role: string }
  readonly via: string
  readonly action: string
  readonly subject: { readonly kind: string; readonly id: string }
  readonly reason: string
  readonly details: unknown
  /** Hexadecimal. */
  readonly prevHash: string
  readonly hash: string
}

export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

export function toEntryView(entry: ChainedEntry): AuditEntryView {
  const { id, at, via, action, reason } = entry
  return {
    ...{ id, at, via, action, reason },
    actor: { id: entry.actorId, name: entry.actorName, role: entry.actorRole },
    subject: { kind: entry.subjectKind, id: entry.subjectId },
    details: readDetails(entry.details),
    prevHash: hexOf(entry.prevHash),
    hash: hexOf(entry.hash),
  }
}

/** Somebody may have tampered with them, and they are shown all the same. */
function readDetails(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
