'use client'

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

/** The gateway, for all within; it is connected to once somebody follows a match. */
export function GatewayProvider({ place, children }: { place: GatewayPlace; children: ReactNode }) {
  const [gateway] = useState(() => connectTo(urlInBrowser(place)))
  return <GatewayContext value={gateway}>{children}</GatewayContext>
}

export function useGateway(): Gateway {
  const gateway = use(GatewayContext)
  if (!gateway) throw new Error('useGateway belongs inside a GatewayProvider')
  return gateway
}
