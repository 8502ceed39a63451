import type { KnownNumbers } from '@touchline/simulator'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { audit, runCommand } from './house/commands.ts'
import { startTestHouse, type TestHouse } from './house/house.ts'
import { until } from './house/process.ts'
import { allEvents, getMatch } from './house/rest.ts'
import { followWithTrpc } from './house/trpc-fan.ts'

let house: TestHouse
beforeAll(async () => {
  house = await startTestHouse('cluster', { sources: true })
})
afterAll(() => house?.stop())

const matchId = 'crash-1'
const victims = ['processor', 'gateway', 'ingest', 'processor', 'gateway', 'processor']

/** Plays three sources with faults in known numbers; about 20 s of play. */
const play = async (): Promise<KnownNumbers> => {
  const faults = ['--duplicates', '0.05', '--disorder', '0.05', '--malformed', '0.02', '--bursts', '0.01']
  const script = ['--match', matchId, '--half-seconds', '600', '--break-seconds', '10', '--speed', '60']
  const where = ['--url', `http://127.0.0.1:${house.ports.ingest}`, '--port', String(house.ports.simulator)]
  const args = [
    ...script,
    ...faults,
    ...where,
    '--secret',
    house.secret,
    '--patience-seconds',
    '60',
    '--json',
  ]
  const { stdout, stderr } = await runCommand(house, 'apps/simulator/src/cli/simulate.ts', args)
  try {
    return JSON.parse(stdout) as KnownNumbers
  } catch {
    throw new Error(`simulate printed no numbers: ${stdout}${stderr}`)
  }
}

it('keeps the known numbers of three faulty sources while every process is killed in turn', async () => {
  const fan = followWithTrpc(house.ports.gateway, matchId)
  const playing = play()
  for (const victim of victims) {
    await new Promise(resolve => setTimeout(resolve, 2_000 + Math.random() * 1_000))
    await house.crash(victim)
  }
  const { matches } = await playing
  const [known] = matches
  if (!known) throw new Error('the simulator knows no match')
  const valid = Object.values(known.topics).reduce((sum, topic) => sum + topic.uniqueValid, 0)

  await until(async () => expect((await getMatch(house, matchId)).lastSeq).toBe(valid), 60_000)
  expect(await getMatch(house, matchId)).toMatchObject({
    score: known.score,
    yellowCards: known.yellowCards,
    redCards: known.redCards,
    status: 'ended',
  })
  const events = await allEvents(house, matchId)
  expect(events.map(event => event.seq)).toEqual(events.map((_, index) => index + 1))
  for (const [topic, numbers] of Object.entries(known.topics)) {
    const source = topic.replace('-events', '')
    expect([topic, events.filter(event => event.source === source).length]).toEqual([
      topic,
      numbers.uniqueValid,
    ])
  }

  await until(async () => expect(fan.ids.length).toBe(valid), 30_000)
  expect(fan.ids).toEqual(events.map(event => `1:${event.seq}`))
  await fan.stop()

  const report = await until(async () => {
    const now = await audit(house)
    expect(now.inFlight).toBe(0)
    return now
  }, 30_000)
  expect(report.findings).toEqual([])
  const dead = (topic: string) => report.accounts.find(row => row.topic === topic)?.dead ?? 0
  // An intake that is killed reads its sources again from where it last noted: what it refuses twice arrived twice.
  expect(dead('dlq-sensor-events')).toBeGreaterThanOrEqual(known.topics['sensor-events'].malformed)
  expect(dead('dlq-social-events')).toBeGreaterThanOrEqual(known.topics['social-events'].malformed)
})
