import { beforeEach, expect, it } from 'vitest'
import type { EventLog } from './event-log.ts'
import { adoptLog, claimLog, ownerOf, systemTopic } from './log-owner.ts'
import { createMemoryEventLog } from './memory/index.ts'

let log: EventLog
beforeEach(() => {
  log = createMemoryEventLog({ partitions: 1 })
})
const put = (text: string) =>
  log.append(systemTopic, [{ key: 'system', value: Buffer.from(text), headers: {} }])

it('belongs to whom claims it first, for all that claim at once', async () => {
  expect(await ownerOf(log)).toBeUndefined()
  const owners = await Promise.all(['a', 'b', 'c'].map(id => claimLog(log, id)))
  expect(new Set(owners).size).toBe(1)
  expect(await ownerOf(log)).toBe(owners[0])
  expect(await claimLog(log, 'd')).toBe(owners[0])
})

it('goes over to whom adopts it, from whom it belonged to then', async () => {
  expect(await adoptLog(log, 'a')).toBeUndefined()
  expect(await adoptLog(log, 'b')).toBe('a')
  expect(await adoptLog(log, 'b')).toBe('b')
  await put(JSON.stringify({ id: 'late', adopts: 'a' }))
  expect(await ownerOf(log)).toBe('b')
})

it('passes over what is no claim', async () => {
  for (const text of ['', 'x', 'null', '[]', '{"id":1}', '{"id":""}']) await put(text)
  expect(await claimLog(log, 'a')).toBe('a')
})
