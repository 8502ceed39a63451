'use client'

import Link from 'next/link'
import { CallError } from '../console/call-error.tsx'
import type { OperatorOutputs } from '../console/trpc-options.ts'
import { JsonDiff } from '../kit/json/json-diff.tsx'
import { JsonView } from '../kit/json/json-view.tsx'
import { Callout } from '../kit/states/callout.tsx'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { Skeleton } from '../kit/states/skeleton.tsx'
import { Time } from '../kit/time/time.tsx'
import { RevealBar } from './reveal-bar.tsx'
import { type Letter, useComparison } from './use-letter.ts'

/** What came, beside the last good event of its kind. */
export function LetterPayload({ letter }: { letter: Letter }) {
  const comparison = useComparison(letter)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <RevealBar letter={letter} />
      {comparison.error && <CallError error={comparison.error} onRetry={() => comparison.refetch()} />}
      {comparison.isPending && <Skeleton lines={8} />}
      {comparison.data && <Compared comparison={comparison.data} letter={letter} />}
    </div>
  )
}

type Comparison = OperatorOutputs['deadLetter']['compare']

function Compared({ comparison, letter }: { comparison: Comparison; letter: Letter }) {
  const { payload, lastGood, schema } = comparison
  if (payload === null) {
    return (
      <EmptyState kind="nothing-yet" title="It is no JSON" compact>
        What came could not be read as JSON; the bytes as they came are under Bytes.
      </EmptyState>
    )
  }
  return (
    <>
      {lastGood ? (
        <>
          <p className="text-muted text-sm">
            Beside the last good event of its kind: {letter.source} {letter.eventType},{' '}
            <Link
              href={`/console/events/${encodeURIComponent(lastGood.matchId)}/${lastGood.seq}`}
              prefetch={false}
              className="text-accent underline underline-offset-4"
            >
              {lastGood.matchId} #{lastGood.seq}
            </Link>
            , stored <Time at={lastGood.storedAt} />.
          </p>
          <JsonDiff
            before={lastGood.payload}
            after={payload}
            beforeLabel="Last good"
            afterLabel="This letter"
          />
        </>
      ) : (
        <>
          <Callout tone="neutral" title="No good event of its kind was found to compare with">
            {letter.eventType === ''
              ? 'Its bytes do not tell which type it is.'
              : 'None of its source and type stands among the newest of its match, or of other matches.'}
          </Callout>
          <JsonView value={payload} label="Payload as it came" />
        </>
      )}
      {schema !== null && (
        <details className="text-sm">
          <summary className="cursor-pointer py-1 font-medium text-xs">The schema it is held against</summary>
          <div className="mt-2">
            <JsonView value={schema} label="Schema" openDepth={1} height="20rem" />
          </div>
        </details>
      )}
    </>
  )
}
