'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { useConsole } from '../console/console-context.tsx'
import type { SavedView } from '../kit/filters/saved-views-menu.tsx'
import { callInOneLine } from './call-words.ts'
import { viewQueryOf } from './view-query.ts'

/** The filters of a page that were given a name. */
export function useSavedViews(page: string) {
  const { trpc } = useConsole()
  const client = useQueryClient()
  const given = useSearchParams()
  const renew = { onSuccess: () => client.invalidateQueries({ queryKey: ['savedView'] }) }
  const list = useQuery(trpc.savedView.list.queryOptions({ page }, { staleTime: 60_000 }))
  const saving = useMutation(trpc.savedView.save.mutationOptions(renew))
  const removing = useMutation(trpc.savedView.remove.mutationOptions(renew))
  const query = viewQueryOf(new URLSearchParams(given))
  return {
    views: list.data?.items ?? noViews,
    save: (name: string, shared: boolean) => saving.mutate({ page, name, shared, query }),
    remove: ({ id }: SavedView) => removing.mutate({ id }),
    pending: saving.isPending || removing.isPending,
    error: callInOneLine(saving.error ?? removing.error ?? list.error),
  }
}

const noViews: readonly SavedView[] = []
