import { afterAll, beforeAll, expect, it } from 'vitest'
import { openHouse, type TestHouse } from '../testing/house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const statusesOf = async (url: string, times: number) => {
  const asked = Array.from({ length: times }, () => fetch(url))
  return Promise.all(
    (await Promise.all(asked)).map(async answer => {
      await answer.text()
      return answer.status
    }),
  )
}

it('asks the database for its health at most once a second, however many strangers ask', async () => {
  const { database } = house.database
  let pings = 0
  const counted = {
    ...database,
    ping: () => {
      pings += 1
      return database.ping()
    },
  }
  const { port } = await house.gateway({ database: counted })
  const beganMs = performance.now()
  for (let n = 0; n < 10; n++) {
    const statuses = await statusesOf(`http://127.0.0.1:${port}/health/ready`, 100)
    expect(new Set(statuses)).toEqual(new Set([200]))
  }
  expect(pings).toBeLessThanOrEqual(1 + (performance.now() - beganMs) / 1_000)
}, 20_000)

it('counts health and metrics against the address, and refuses health to nobody', async () => {
  const limits = { requestsPerMinute: { free: 20, plus: 20, pro: 20 } }
  const { port } = await house.gateway({ instance: 'probed', admission: { limits } })
  const url = `http://127.0.0.1:${port}`
  expect(new Set(await statusesOf(`${url}/health/ready`, 10))).toEqual(new Set([200]))
  const scraped = await statusesOf(`${url}/metrics`, 20)
  expect(scraped.filter(status => status === 200)).toHaveLength(10)
  expect(scraped.filter(status => status === 429)).toHaveLength(10)
  for (const probe of ['live', 'ready', 'startup'])
    expect(new Set(await statusesOf(`${url}/health/${probe}`, 50))).toEqual(new Set([200]))
}, 20_000)
