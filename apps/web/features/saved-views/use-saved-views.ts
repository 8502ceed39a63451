'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useConsole } from '../console/console-context.tsx'
import type { SavedViewsMenuProps } from '../kit/filters/saved-views-menu.tsx'
import { useToasts } from '../kit/toasts/toasts.tsx'
import { viewQuery } from './view-query.ts'

interface SavedViewsOptions {
  /** Parameters of the address that are no filters, such as what is open. */
  readonly leaveOut?: readonly string[]
}

const none: readonly string[] = []

/** All that the kit's SavedViewsMenu takes, for one page of the console, such as `dead-letters`. */
export function useSavedViews(
  page: string,
  { leaveOut = none }: SavedViewsOptions = {},
): SavedViewsMenuProps {
  const { trpc, whyNot } = useConsole()
  const client = useQueryClient()
  const router = useRouter()
  const pathname = usePathname()
  const current = viewQuery(new URLSearchParams(useSearchParams()), leaveOut)
  const toasts = useToasts()
  const listed = useQuery(trpc.savedView.list.queryOptions({ page }, { staleTime: 30_000 }))
  const renew = () => client.invalidateQueries({ queryKey: trpc.savedView.list.queryKey({ page }) })
  const save = useMutation(
    trpc.savedView.save.mutationOptions({
      onSuccess: view => {
        toasts.good(`Saved “${view.name}”`)
        return renew()
      },
    }),
  )
  const remove = useMutation(
    trpc.savedView.remove.mutationOptions({
      onSuccess: renew,
      onError: ({ message }) => toasts.critical('The view was not removed', { description: message }),
    }),
  )
  return {
    views: listed.data?.items ?? [],
    current,
    onApply: ({ query }) => router.replace(`${pathname}${query}`, { scroll: false }),
    onSave: (name, shared) => save.mutate({ page, name, shared, query: current }),
    onRemove: ({ id }) => remove.mutate({ id }),
    pending: save.isPending || remove.isPending,
    error: errorText(save.error) ?? errorText(listed.error),
    saveDisabledReason: whyNot('savedView.save') ?? null,
  }
}

interface Told {
  readonly message: string
  readonly data?: { readonly faults?: readonly { readonly message: string }[] } | null | undefined
}

function errorText(error: Told | null): string | null {
  if (!error) return null
  const [fault] = error.data?.faults ?? []
  return fault?.message ?? error.message
}
