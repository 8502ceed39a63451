'use client'

import { useQuery } from '@tanstack/react-query'
import { useConsole } from '../console/console-context.tsx'
import type { OperatorInputs } from '../console/trpc-options.ts'
import { Callout } from '../kit/states/callout.tsx'
import { ErrorState } from '../kit/states/error-state.tsx'
import { Skeleton } from '../kit/states/skeleton.tsx'
import { formatCount } from '../kit/time/format-quantity.ts'
import type { Consumer, Preview } from './types.ts'

type Change = OperatorInputs['consumer']['preview']['change']

const pollMs = 2_000
const matchesShown = 5

/** What a change would do, asked for while the dialog is open; undefined before it is known. */
export function usePreview(consumer: Consumer, change: Change | undefined) {
  const { trpc } = useConsole()
  const { topic } = consumer
  return useQuery(
    trpc.consumer.preview.queryOptions(
      { consumer: consumer.consumer, topic, change: change ?? { kind: 'pause', minutes: 1 } },
      { enabled: change !== undefined, refetchInterval: pollMs, retry: false },
    ),
  )
}

export function PreviewView({ preview }: { preview: ReturnType<typeof usePreview> }) {
  const { data, error, refetch } = preview
  if (error)
    return (
      <ErrorState title="What it would do is not known" message={error.message} onRetry={() => refetch()} />
    )
  if (!data) return <Skeleton lines={4} />
  return <Shown preview={data} />
}

function Shown({ preview }: { preview: Preview }) {
  const { sentences, matches, partitions } = preview
  const moved = partitions.filter(({ records }) => records > 0)
  return (
    <Callout tone="caution" title="What this will do">
      <ul className="ml-4 list-disc">
        {sentences.map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {moved.length > 0 && (
        <table className="mt-2 w-full text-right text-xs tabular-nums">
          <thead className="text-muted">
            <tr>
              <th className="text-left font-medium">Partition</th>
              <th className="font-medium">from offset</th>
              <th className="font-medium">to offset</th>
              <th className="font-medium">records</th>
            </tr>
          </thead>
          <tbody>
            {moved.map(({ partition, fromOffset, toOffset, records }) => (
              <tr key={partition}>
                <th className="text-left font-normal">{partition}</th>
                <td>{formatCount(fromOffset)}</td>
                <td>{formatCount(toOffset)}</td>
                <td>{formatCount(records)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {matches.length > 0 && (
        <p className="mt-2 text-muted text-xs">
          {matches
            .slice(0, matchesShown)
            .map(({ matchId, home, away }) => (home && away ? `${home} – ${away}` : matchId))
            .join(', ')}
          {matches.length > matchesShown && ` and ${matches.length - matchesShown} more`}
        </p>
      )}
    </Callout>
  )
}
