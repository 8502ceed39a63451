'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createTouchline, type Touchline } from '@touchline/sdk'
import { createContext, type ReactNode, use, useState } from 'react'
import { fanToken } from './fan-token.ts'
import { type GatewayPlace, gatewayUrlFor } from './gateway-origin.ts'

interface Gateway {
  readonly url: string
  readonly touchline: Touchline
}

const GatewayContext = createContext<Gateway | undefined>(undefined)

/** On the server nothing connects; any address will do there. */
const serverSideUrl = 'http://gateway.invalid'

function urlInBrowser(place: GatewayPlace): string {
  if (typeof window === 'undefined') return serverSideUrl
  return gatewayUrlFor(place, window.location) ?? serverSideUrl
}

function connectTo(url: string): Gateway {
  return { url, touchline: createTouchline({ url, timeoutMs: 5_000, token: fanToken }) }
}

const newQueryClient = () =>
  new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 1_000 } } })

export function GatewayProvider({ place, children }: { place: GatewayPlace; children: ReactNode }) {
  const [gateway] = useState(() => connectTo(urlInBrowser(place)))
  const [queryClient] = useState(newQueryClient)
  return (
    <GatewayContext value={gateway}>
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </GatewayContext>
  )
}

export function useGateway(): Gateway {
  const gateway = use(GatewayContext)
  if (!gateway) throw new Error('useGateway belongs inside a GatewayProvider')
  return gateway
}
