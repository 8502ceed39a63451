import { expect, it } from 'vitest'
import { playCrowdScenario } from './chaos/crowd/crowd-scenario.ts'
import { fans } from './chaos/crowd/fans.ts'

it('keeps every fan whole while fans are cut off, gateways roll and die, and Redis restarts', async () => {
  const options = { seed: 3, sockets: 300, seconds: 20, eventsPerSecond: 20 }
  const course = {
    say: (text: string) => void process.stderr.write(`${text}\n`),
    signal: AbortSignal.timeout(200_000),
  }
  const { targets } = await playCrowdScenario(fans, options, course)
  expect(targets.filter(target => !target.ok)).toEqual([])
})
