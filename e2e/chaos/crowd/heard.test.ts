import { expect, it } from 'vitest'
import { eventAt } from '../../bench/fanout/events.ts'
import { read, relayedAtMs, requestIdOf } from './heard.ts'

const tracked = (id: string, data: object) =>
  Buffer.from(JSON.stringify({ id: 12, result: { type: 'data', data: { id, data }, id } }))

it('reads an event by its id alone', () => {
  const event = eventAt('m' as never, 1_204)
  const message = tracked('1:1204', { ...event, relayedAt: '2026-11-23T02:45:48.123Z' })
  expect(read(message)).toEqual({ kind: 'event', afterSeq: 1_203, seq: 1_204 })
  expect(relayedAtMs(message)).toBe(Date.parse('2026-11-23T02:45:48.123Z'))
  expect(relayedAtMs(tracked('1:1204', event))).toBeUndefined()
  expect(requestIdOf(message)).toBe(12)
})

it('reads markers, and what is about the subscription or the connection', () => {
  const skip = { type: 'feed-skipped', matchId: 'm', epoch: 1, seq: 9, afterSeq: 4, low: 5, replaced: 0 }
  expect(read(tracked('1:9', skip))).toEqual({ kind: 'skip', afterSeq: 4, seq: 9 })
  const gap = { type: 'feed-gap', matchId: 'm', epoch: 1, seq: 90, afterSeq: 9, reason: 'slow', snapshot: {} }
  expect(read(tracked('1:90', gap))).toEqual({ kind: 'gap', afterSeq: 9, seq: 90 })
  expect(read(tracked('2:0', { type: 'feed-reset', seq: 0 }))).toEqual({ kind: 'reset' })
  expect(read(Buffer.from('PING'))).toEqual({ kind: 'ping' })
  expect(read(Buffer.from('{"id":1,"result":{"type":"started"}}'))).toEqual({ kind: 'started' })
  expect(read(Buffer.from('{"id":null,"method":"reconnect"}'))).toEqual({ kind: 'move-on' })
  expect(read(Buffer.from('{"id":1,"error":{"message":"no"}}'))).toMatchObject({ kind: 'error' })
})
