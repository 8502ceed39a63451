'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useConsole } from '../console/console-context.tsx'
import type { OperatorInputs } from '../console/trpc-options.ts'
import { isOver } from './replay-words.ts'

const pollMs = 1_000

/** A dry run made from a dialog, and what it tells as it goes on. `knownId`: one that was made before. */
export function useDryRun(open: boolean, knownId: string | undefined) {
  const { trpc } = useConsole()
  const [id, setId] = useState(knownId ?? null)
  const create = useMutation(trpc.replay.create.mutationOptions())
  const query = useQuery(
    trpc.replay.show.queryOptions(
      { id: id ?? '0' },
      {
        enabled: open && id !== null,
        refetchInterval: ({ state }) => (state.data && isOver(state.data.state) ? false : pollMs),
      },
    ),
  )
  const result = id === null ? undefined : query.data
  const isWaiting = id !== null && !query.error && !(result && isOver(result.state))
  return {
    id,
    query,
    result,
    /** It ran to its end. */
    isTried: result?.state === 'finished',
    isTrying: create.isPending || isWaiting,
    error: create.error,
    isStarting: create.isPending,
    start: (request: OperatorInputs['replay']['create']) =>
      create.mutate(request, { onSuccess: created => setId(created.id) }),
    forget: () => {
      create.reset()
      setId(knownId ?? null)
    },
  }
}

export type DryRun = ReturnType<typeof useDryRun>
