'use client'

import { useQuery } from '@tanstack/react-query'
import type { MatchView } from '@touchline/sdk/react'
import { useGateway } from '../gateway/gateway-provider.tsx'
import { asTold, furthest, type MatchStats, tellsAll } from './match-stats.ts'
import type { Story } from './story.ts'

/**
 * Asked for once as the page opens: from then on the feed carries what there is to count. A page that is behind, or
 * began later, counts by itself alone, for the gateway's figures would tell what is still to come.
 */
export function useMatchStats(
  matchId: string,
  view: MatchView<Story>,
  current: boolean,
): { readonly stats: MatchStats; readonly known: boolean } {
  const { folded: story, lastSeq, snapshot } = view
  const { touchline } = useGateway()
  const { data } = useQuery({
    queryKey: ['match-stats', matchId],
    queryFn: () => touchline.trpc.match.stats.query({ matchId }),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: current,
  })
  const asked = current && !tellsAll(view) ? data : undefined
  const stats = asTold(furthest(story.stats, asked), snapshot)
  return { stats, known: asked !== undefined || lastSeq > 0 }
}
