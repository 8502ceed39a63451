'use client'

import { useConsole } from '../console/console-context.tsx'
import { GatewayProvider } from '../gateway/gateway-provider.tsx'
import { LiveFeed } from './live-feed.tsx'

/** The live feed with its connection; its script comes when it is shown. */
export default function FansFeed({ matchId }: { matchId: string }) {
  const { gateway } = useConsole()
  return (
    <GatewayProvider place={gateway}>
      <LiveFeed matchId={matchId} />
    </GatewayProvider>
  )
}
