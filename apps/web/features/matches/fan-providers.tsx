'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { GatewayPlace } from '../gateway/gateway-origin.ts'
import { GatewayProvider } from '../gateway/gateway-provider.tsx'

const newQueryClient = () =>
  new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 1_000 } } })

/** What all of the fans' pages use. */
export function FanProviders({ place, children }: { place: GatewayPlace; children: ReactNode }) {
  const [queryClient] = useState(newQueryClient)
  return (
    <GatewayProvider place={place}>
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </GatewayProvider>
  )
}
