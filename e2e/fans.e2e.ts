import { expect, it } from 'vitest'
import { playCrowdScenario } from './chaos/crowd/crowd-scenario.ts'
import { fans } from './chaos/crowd/fans.ts'
import { pausedClient } from './chaos/crowd/paused-client.ts'

const course = () => ({
  say: (text: string) => void process.stderr.write(`${text}\n`),
  signal: AbortSignal.timeout(200_000),
})
const missed = (targets: readonly { readonly ok: boolean }[]) => targets.filter(target => !target.ok)

it('keeps every fan whole while fans are cut off, gateways roll and die, and Redis restarts', async () => {
  const options = { seed: 3, sockets: 300, seconds: 20, eventsPerSecond: 20 }
  const { targets } = await playCrowdScenario(fans, options, course())
  expect(missed(targets)).toEqual([])
})

it('bounds what waits for a client that does not read, and brings it up to date once it does', async () => {
  const options = { seed: 3, sockets: 300, seconds: 21, eventsPerSecond: 20 }
  const { targets } = await playCrowdScenario(pausedClient, options, course())
  expect(missed(targets)).toEqual([])
})
