'use client'

import type { Omission } from '@touchline/sdk/react'
import { useNowMs } from '../clock/use-now.ts'

const shownForMs = 20_000

/** Says, for a while, that the gateway left something out; never a word where it did not. */
export function OmissionNotice({ omission }: { omission: Omission | undefined }) {
  const nowMs = useNowMs()
  const shown = omission && nowMs - omission.atMs < shownForMs
  return (
    <p role="status" data-testid="omission" className="empty:hidden text-center text-muted text-xs">
      {shown ? omissionText(omission) : null}
    </p>
  )
}

function omissionText({ marker }: Omission): string {
  if (marker.type === 'feed-skipped') {
    const count = marker.low + marker.replaced
    return `Your connection is slow: ${count} minor ${count === 1 ? 'update was' : 'updates were'} left out.`
  }
  return 'Some events in between were left out. Score, cards and clock are up to date.'
}
