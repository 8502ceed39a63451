import type { AppRouter } from '@touchline/api'
import type { TRPCClient } from '@trpc/client'

/** The gateway's procedures, by name: `api.match.get.query({ matchId })`. Subscriptions go by `match(id).feed()`. */
export type GatewayApi = TRPCClient<AppRouter>
