import { expect, it } from 'vitest'
import { playCrowdScenario } from './chaos/crowd/crowd-scenario.ts'
import { pausedClient } from './chaos/crowd/paused-client.ts'

it('bounds what waits for a client that does not read, and brings it up to date once it does', async () => {
  const options = { seed: 3, sockets: 300, seconds: 20, eventsPerSecond: 20 }
  const course = {
    say: (text: string) => void process.stderr.write(`${text}\n`),
    signal: AbortSignal.timeout(200_000),
  }
  const { targets } = await playCrowdScenario(pausedClient, options, course)
  const missed = targets.filter(target => !target.ok)
  // On a machine that tests share, p99 is the machine's; whether the others pay, the gateway's CPU tells as well.
  expect(missed.filter(({ name }) => name !== "the others' p99, not moved")).toEqual([])
})
