import { createTouchline } from '@touchline/sdk'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCommand } from './house/commands.ts'
import { startTestHouse, type TestHouse } from './house/house.ts'
import { until } from './house/process.ts'
import { sendSteadily } from './tabs/partner.ts'

let house: TestHouse
beforeAll(async () => {
  house = await startTestHouse('embedded')
})
afterAll(() => house?.stop())

const access = async (...args: string[]) => {
  const { code, stdout, stderr } = await runCommand(house, 'packages/stage/src/cli/access.ts', args)
  if (code !== 0) throw new Error(stderr)
  return stdout.trim()
}

it('a fan follows a match through several tokens on one socket, until the session is revoked', async () => {
  let tokens = 0
  const token = () => {
    tokens += 1
    return access('token', '--fan', 'ann', '--sid', 'device-1', '--seconds', '8')
  }
  const touchline = createTouchline({ url: `http://127.0.0.1:${house.ports.gateway}`, token })
  const stop = sendSteadily(house, 'fan-token', 50)
  const feed = touchline.match('fan-token').feed({ from: 'start' })
  const seqs: number[] = []
  const following = (async () => {
    for await (const frame of feed) seqs.push(frame.seq)
  })().catch((error: unknown) => error)
  await until(async () => expect(tokens).toBeGreaterThanOrEqual(4), 60_000)
  expect(feed.counts).toMatchObject({ disconnects: 0, gaps: 0, duplicates: 0 })
  expect(await touchline.trpc.session.who.query()).toMatchObject({ kind: 'fan', fanId: 'ann' })
  await access('revoke', 'session', 'device-1', '--reason', 'lost phone')
  expect(await following).toMatchObject({ code: 'unauthorized' })
  expect(seqs).toEqual(seqs.map((_, index) => index + 1))
  await stop()
  await touchline.close()
})
