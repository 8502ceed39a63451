import { createTouchline } from '@touchline/sdk'
import type { TabOptions } from './tab-page.ts'

const { gateway, matchId, token, withoutLocks }: TabOptions = JSON.parse(
  new URLSearchParams(location.search).get('with') ?? '{}',
)
if (withoutLocks) Object.defineProperty(navigator, 'locks', { value: undefined })

window.ids = []
const touchline = createTouchline({ url: gateway, ...(token && { token: () => token }) })
for await (const frame of touchline.match(matchId).feed({ from: 'start' })) {
  window.ids.push(`${frame.epoch}:${frame.seq}`)
}
