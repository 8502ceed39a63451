import { type Fault, faultsOf } from '@touchline/contracts'
import type { EditableLetter } from '@touchline/db'
import { leftFault } from '../dead-letter/check-edit.ts'
import { schemaFor } from '../dead-letter/event-schema.ts'
import { payloadOf } from '../dead-letter/show.ts'
import { markersIn, restoreMasked } from '../masking/restore.ts'

export type EditedEvent =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly newSourceEventId: string }
  | { readonly ok: false; readonly faults: readonly Fault[] }

const maxBytes = 1_048_576

/**
 * A corrected event, with what was hidden from who corrected it put back, held against the schema of its source: that of accepted events where it says when it was
 * accepted, else that of sent ones. It carries an id of its own, so that it is an event of its own.
 */
export function editedEvent(letter: EditableLetter, payload: unknown, replayId: string): EditedEvent {
  const path = `edits.${letter.id}`
  const at = (faults: readonly Fault[]) => faults.map(fault => ({ ...fault, path: `${path}.${fault.path}` }))
  const restored = restoreMasked(payloadOf(letter), payload, letter.source)
  const left = markersIn(restored)
  if (left.length > 0) return { ok: false, faults: at(left.map(leftFault)) }
  const parsed = schemaFor(letter.source, restored).safeParse(restored)
  if (!parsed.success) return { ok: false, faults: at(faultsOf(parsed.error)) }
  const newSourceEventId = correctedId(letter, replayId)
  const bytes = Buffer.from(JSON.stringify({ ...parsed.data, sourceEventId: newSourceEventId }))
  if (bytes.byteLength > maxBytes) return { ok: false, faults: [{ path, message: 'is over 1 MiB' }] }
  return { ok: true, bytes, newSourceEventId }
}

const keptOfId = 96

/** Where an id has to be cut, the letter's number keeps apart what the cut made equal. At most 128 characters. */
function correctedId({ id, sourceEventId }: EditableLetter, replayId: string): string {
  if (sourceEventId.length <= keptOfId) return `${sourceEventId}~${replayId}`
  const suffix = `~${replayId}.${id}`
  return `${sourceEventId.slice(0, Math.min(keptOfId, 128 - suffix.length)).toWellFormed()}${suffix}`
}
