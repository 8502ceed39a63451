'use client'

import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useConsole } from '../console/console-context.tsx'
import { useToasts } from '../kit/toasts/toasts.tsx'
import { scoreText } from './desk-words.ts'

interface AskedScore {
  readonly matchId: string
  /** Undefined: what is typed is no number of goals. */
  readonly home: number | undefined
  readonly away: number | undefined
}

interface Why {
  readonly reason: string
  /** Empty: fans read nothing of why. */
  readonly publicReason: string
}

/** What a corrected score would do, and doing it as it was shown. */
export function useCorrection({ matchId, home, away }: AskedScore, onDone: () => void) {
  const { trpc } = useConsole()
  const toasts = useToasts()
  const isValid = home !== undefined && away !== undefined
  const asked = { matchId: matchId as never, home: home ?? 0, away: away ?? 0 }
  const extra = { enabled: isValid, staleTime: 0, placeholderData: keepPreviousData }
  const preview = useQuery(trpc.correction.preview.queryOptions(asked, extra))
  const create = useMutation(
    trpc.correction.create.mutationOptions({
      onSuccess: made => {
        const description = 'Fans see it within a second or two.'
        toasts.good(`The score is corrected to ${scoreText(made.score)}`, { description })
        onDone()
      },
      // The score has moved: what would happen now is shown, and can be confirmed anew.
      onError: () => void preview.refetch(),
    }),
  )
  const shown = isValid ? preview.data : undefined
  const isFresh = shown !== undefined && !preview.isPlaceholderData && !preview.isFetching
  return {
    preview: shown,
    isLooking: isValid && preview.isPending,
    previewError: preview.error,
    createError: create.error,
    isCreating: create.isPending,
    disabledReason: notYet(isValid, isFresh) ?? shown?.refusal ?? undefined,
    confirm({ reason, publicReason }: Why) {
      if (!shown || !isFresh) return
      const told = publicReason.trim()
      create.mutate({
        ...{ ...asked, expectedSeq: shown.expectedSeq, reason },
        ...(told && { publicReason: told }),
      })
    },
  }
}

function notYet(isValid: boolean, isFresh: boolean): string | undefined {
  if (!isValid) return 'Each side has 0 to 99 goals.'
  return isFresh ? undefined : 'What it would do is being looked at.'
}
