import { createMemoryEventLog } from '@touchline/streams/memory'
import { expect, it } from 'vitest'
import { createRecordReader } from './record-reader.ts'

const place = (offset: string) => ({ topic: 'broadcast-events', partition: 0, offset })

it('reads one record, and opens the log once, when the first is asked for', async () => {
  const log = createMemoryEventLog({ partitions: 1 })
  await log.append('broadcast-events', [
    { key: 'm1', value: Buffer.from('{"a":1}'), headers: { schema: 's' } },
  ])
  let opened = 0
  const reader = createRecordReader(async () => {
    opened += 1
    return log
  })
  expect(opened).toBe(0)
  const record = await reader.read(place('0'))
  expect([String(Buffer.from(record?.value ?? [])), record?.headers]).toEqual(['{"a":1}', { schema: 's' }])
  expect(await reader.read(place('7'))).toBeUndefined()
  expect(opened).toBe(1)
  await reader.close()
})

it('tries again after a log that was away', async () => {
  const log = createMemoryEventLog({ partitions: 1 })
  await log.append('broadcast-events', [{ key: 'm1', value: Buffer.from('x'), headers: {} }])
  let isAway = true
  const reader = createRecordReader(async () => {
    if (isAway) throw new Error('away')
    return log
  })
  await expect(reader.read(place('0'))).rejects.toThrow('away')
  isAway = false
  expect(await reader.read(place('0'))).toBeDefined()
})
