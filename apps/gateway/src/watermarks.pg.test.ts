import { saveGatewayWatermarks } from '@touchline/db'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Fan, seatFan } from './testing/fan.ts'
import { openHouse, type TestHouse } from './testing/house.ts'
import { startWatermarks } from './watermarks.ts'

let house: TestHouse
const fans: Fan[] = []
beforeEach(async () => {
  house = await openHouse()
})
afterEach(async () => {
  await Promise.all(fans.splice(0).map(fan => fan.close()))
  await house.close()
})

const said = async () => {
  const { rows } = await house.database.database.pool.query<Record<string, string | number>>(
    'select instance, match_id, epoch, seq, sockets from gateway_watermarks order by 1, 2',
  )
  return rows.map(row => Object.values(row).join(' '))
}

it('says how far a gateway has come with each match that somebody watches, and takes its word back', async () => {
  const gateway = await house.gateway({ instance: 'gateway-a' })
  await house.publish(3)
  await house.publish(2, 'derby-2' as never)
  fans.push(await seatFan({ port: () => gateway.port }), await seatFan({ port: () => gateway.port }))
  fans.push(await seatFan({ port: () => gateway.port, matchId: 'derby-2' }))
  await house.publish(4)
  const both = ['gateway-a derby-1 1 7 2', 'gateway-a derby-2 1 2 1']
  await vi.waitFor(async () => expect(await said()).toEqual(both), { timeout: 10_000 })
  await gateway.stop()
  expect(await said()).toEqual([])
})

it("replaces a gateway's own words alone", async () => {
  const { database } = house.database
  const head = (matchId: string, seq: number) => ({ matchId, epoch: 1, seq, sockets: 1 })
  await saveGatewayWatermarks(database, 'a', [head('m', 1), head('n', 2)])
  await saveGatewayWatermarks(database, 'b', [head('m', 3)])
  await saveGatewayWatermarks(database, 'a', [head('n', 4), head('o', 5)])
  expect(await said()).toEqual(['a n 1 4 1', 'a o 1 5 1', 'b m 1 3 1'])
})

it('only tells of a report that failed, and goes on', async () => {
  const errors: unknown[] = []
  const { pool } = house.database.database
  await pool.query('alter table gateway_watermarks rename to away')
  const read = () => [{ matchId: 'm', epoch: 1, seq: 1, sockets: 1 }]
  const onError = (error: unknown) => errors.push(error)
  const watermarks = startWatermarks({ database: { pool }, instance: 'a', read, onError, intervalMs: 5 })
  await vi.waitFor(() => expect(errors.length).toBeGreaterThan(1), 10_000)
  await pool.query('alter table away rename to gateway_watermarks')
  await vi.waitFor(async () => expect(await said()).toEqual(['a m 1 1 1']), 10_000)
  await watermarks.stop()
  expect(await said()).toEqual([])
})
