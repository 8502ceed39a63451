import { type Fault, faultsOf, sentEventSchemas, sourceEventSchemas } from '@touchline/contracts'
import type { EditableLetter } from '@touchline/db'

export type EditedEvent =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly newSourceEventId: string }
  | { readonly ok: false; readonly faults: readonly Fault[] }

const maxBytes = 1_048_576

/**
 * A corrected event, held against the schema of its source: that of accepted events where it says when it was
 * accepted, else that of sent ones. It carries an id of its own, so that it is an event of its own.
 */
export function editedEvent(letter: EditableLetter, payload: unknown, replayId: string): EditedEvent {
  const schemas = wasAccepted(payload) ? sourceEventSchemas : sentEventSchemas
  const parsed = schemas[letter.source].safeParse(payload)
  const path = `edits.${letter.id}`
  if (!parsed.success) {
    const faults = faultsOf(parsed.error).map(fault => ({ ...fault, path: `${path}.${fault.path}` }))
    return { ok: false, faults }
  }
  const newSourceEventId = correctedId(letter, replayId)
  const bytes = Buffer.from(JSON.stringify({ ...parsed.data, sourceEventId: newSourceEventId }))
  if (bytes.byteLength > maxBytes) return { ok: false, faults: [{ path, message: 'is over 1 MiB' }] }
  return { ok: true, bytes, newSourceEventId }
}

const wasAccepted = (payload: unknown): boolean =>
  typeof payload === 'object' && payload !== null && 'ingestedAt' in payload

const keptOfId = 96

/** Where an id has to be cut, the letter's number keeps apart what the cut made equal. At most 128 characters. */
function correctedId({ id, sourceEventId }: EditableLetter, replayId: string): string {
  if (sourceEventId.length <= keptOfId) return `${sourceEventId}~${replayId}`
  const suffix = `~${replayId}.${id}`
  return `${sourceEventId.slice(0, Math.min(keptOfId, 128 - suffix.length)).toWellFormed()}${suffix}`
}
