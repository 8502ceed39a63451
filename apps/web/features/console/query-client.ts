import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'

const isSignedOut = (error: unknown): boolean =>
  (error as { data?: { errorCode?: string } | null } | undefined)?.data?.errorCode === 'unauthorized'

/** A session that has ended leads to the door, and from there back to this address. */
function goToTheDoor(): void {
  const here = `${window.location.pathname}${window.location.search}`
  window.location.assign(`/sign-in?next=${encodeURIComponent(here)}`)
}

const onError = (error: unknown): void => {
  if (isSignedOut(error)) goToTheDoor()
}

export const newConsoleQueryClient = (): QueryClient =>
  new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { retry: 1, staleTime: 1_000, refetchOnWindowFocus: false } },
  })
