'use client'

import { useMemo } from 'react'
import { BytesView } from '../kit/json/bytes-view.tsx'
import { bytesFromBase64 } from '../kit/json/from-base64.ts'
import { Callout } from '../kit/states/callout.tsx'
import { formatBytes } from '../kit/time/format-quantity.ts'
import { RevealBar } from './reveal-bar.tsx'
import type { Letter } from './use-letter.ts'

/** The record's bytes as they came; with hidden fields, those of what may be shown. */
export function LetterBytes({ letter }: { letter: Letter }) {
  const { base64, text, bytes: size, kind } = letter.raw
  const bytes = useMemo(
    () => (base64 === null ? new TextEncoder().encode(text ?? '') : bytesFromBase64(base64)),
    [base64, text],
  )
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <RevealBar letter={letter} />
      <p className="text-muted text-sm">
        {formatBytes(size)} ({size.toLocaleString('en')} bytes),{' '}
        {kind === 'text' || kind === 'json' || kind === 'xml' ? `${kind} in UTF-8` : kind}.
      </p>
      {base64 === null && (
        <Callout tone="neutral">
          {text === null
            ? 'What can not be read as JSON as a whole is hidden as a whole; reveal it to see its bytes.'
            : 'Shown with the hidden fields masked, so offsets are not those of the record.'}
        </Callout>
      )}
      {bytes.byteLength > 0 && <BytesView bytes={bytes} label={`Bytes of letter ${letter.id}`} />}
      {size === 0 && <Callout tone="neutral" title="The record is empty." />}
    </div>
  )
}
