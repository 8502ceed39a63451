'use client'

import { useQuery } from '@tanstack/react-query'
import type { MatchView } from '@touchline/sdk/react'
import { useGateway } from '../gateway/gateway-provider.tsx'
import { furthest, type MatchStats } from './match-stats.ts'
import type { Story } from './story.ts'

/** Asked for once as the page opens: from then on the feed carries what there is to count. */
export function useMatchStats(
  matchId: string,
  { folded: story, lastSeq }: MatchView<Story>,
): { readonly stats: MatchStats; readonly known: boolean } {
  const { touchline } = useGateway()
  const { data } = useQuery({
    queryKey: ['match-stats', matchId],
    queryFn: () => touchline.trpc.match.stats.query({ matchId }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return { stats: furthest(story.stats, data), known: data !== undefined || lastSeq > 0 }
}
