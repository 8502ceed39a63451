'use client'

import { useQuery } from '@tanstack/react-query'
import { useConsole } from '../console/console-context.tsx'
import type { OperatorOutputs } from '../console/trpc-options.ts'

export type Letter = OperatorOutputs['deadLetter']['show']

const pollMs = 2_000

/** One letter, kept up to date while it is looked at. */
export function useLetter(id: string, enabled = true) {
  const { trpc } = useConsole()
  return useQuery(trpc.deadLetter.show.queryOptions({ id }, { refetchInterval: pollMs, enabled }))
}

/** The letter beside the last good event of its kind. Asked anew when a reveal begins or ends. */
export function useComparison(letter: Letter) {
  const { trpc } = useConsole()
  const input = { id: letter.id }
  const options = trpc.deadLetter.compare.queryOptions(input, {
    staleTime: 30_000,
    ...(letter.reveal && { gcTime: 0 }),
  })
  return useQuery({ ...options, queryKey: [...options.queryKey, letter.reveal?.id ?? 'masked'] })
}
