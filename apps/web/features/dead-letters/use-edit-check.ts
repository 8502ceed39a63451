'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useConsole } from '../console/console-context.tsx'
import type { OperatorError, OperatorOutputs } from '../console/trpc-options.ts'

export type EditCheck = OperatorOutputs['deadLetter']['checkEdit']

const quietMs = 250

/** The text once nobody has typed for a quarter of a second. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), quietMs)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}

export type EditVerdict =
  | { readonly kind: 'unasked' }
  | { readonly kind: 'checking' }
  | { readonly kind: 'checked'; readonly check: EditCheck }
  | { readonly kind: 'failed'; readonly error: OperatorError; retry(): void }

interface Asked {
  readonly letterId: string
  readonly text: string
  /** What it depends on beside the text: the hidden values it may name. */
  readonly revealId: string | null
  readonly enabled: boolean
}

/** What the server would say of a corrected payload; the newest text alone counts. */
export function useEditCheck({ letterId, text, revealId, enabled }: Asked): EditVerdict {
  const { trpc } = useConsole()
  const { mutateAsync } = useMutation(trpc.deadLetter.checkEdit.mutationOptions())
  const settled = useSettled(text)
  const check = useQuery<EditCheck, OperatorError>({
    queryKey: ['deadLetter', 'checkEdit', letterId, revealId, settled],
    queryFn: () => mutateAsync({ id: letterId, text: settled }),
    enabled,
    staleTime: 10_000,
    gcTime: 0,
    retry: false,
  })
  if (!enabled) return { kind: 'unasked' }
  if (settled !== text || check.isPending) return { kind: 'checking' }
  if (check.error) return { kind: 'failed', error: check.error, retry: () => void check.refetch() }
  return { kind: 'checked', check: check.data }
}
