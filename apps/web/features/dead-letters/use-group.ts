'use client'

import { useQuery } from '@tanstack/react-query'
import { useConsole } from '../console/console-context.tsx'
import type { OperatorOutputs } from '../console/trpc-options.ts'

export type GroupView = OperatorOutputs['deadLetterGroup']['show']
export type Group = NonNullable<GroupView['group']>

const pollMs = 2_000

/** One group, kept up to date while it is looked at. */
export function useGroup(fingerprint: string, enabled: boolean) {
  const { trpc } = useConsole()
  return useQuery(
    trpc.deadLetterGroup.show.queryOptions({ fingerprint }, { enabled, refetchInterval: pollMs }),
  )
}
