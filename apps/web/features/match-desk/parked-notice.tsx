import { Mono } from '../kit/display/mono.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { Callout } from '../kit/states/callout.tsx'
import { formatCount } from '../kit/time/format-quantity.ts'
import { Time } from '../kit/time/time.tsx'
import type { DeskMatchView } from './desk-words.ts'

/** Why a match stands still, and when it is tried again. */
export default function ParkedNotice({ parked }: Pick<DeskMatchView, 'parked'>) {
  if (!parked) return null
  const records = parked.records >= 10_000 ? '10,000 or more' : formatCount(parked.records)
  const waiting = `${records} ${parked.records === 1 ? 'record waits' : 'records wait'}`
  return (
    <div className="mb-4">
      <Callout tone="critical" title="This match is parked">
        Its next event could not be processed: {waiting} in order since <Time at={parked.since} />. Other
        matches go on. Attempts: {formatCount(parked.attempts)}, the next one <Time at={parked.dueAt} />.{' '}
        <Mono>{parked.errorCode}</Mono>: <VisibleText text={parked.errorMessage} maxChars={300} />
      </Callout>
    </div>
  )
}
