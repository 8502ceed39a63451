'use client'

import { useMemo } from 'react'
import { BytesView } from '../kit/json/bytes-view.tsx'
import { bytesFromBase64 } from '../kit/json/from-base64.ts'
import { Callout } from '../kit/states/callout.tsx'
import type { EventLife } from './event-words.ts'

interface RecordBytesProps {
  readonly bytes: NonNullable<NonNullable<EventLife['raw']>['bytes']>
}

/** The record's bytes; its code is loaded when they are asked for. */
export default function RecordBytes({ bytes: { base64, text } }: RecordBytesProps) {
  const bytes = useMemo(
    () => (base64 === null ? new TextEncoder().encode(text ?? '') : bytesFromBase64(base64)),
    [base64, text],
  )
  return (
    <div className="grid gap-3">
      {base64 === null && (
        <Callout tone="neutral">
          Shown with the hidden fields masked, so offsets are not those of the record.
        </Callout>
      )}
      {bytes.byteLength > 0 && <BytesView bytes={bytes} label="Bytes of the record" />}
    </div>
  )
}
