import { expect, it } from 'vitest'
import type { Notice } from '../broadcast.ts'
import { createOutbox } from './outbox.ts'

const notice = (firstSeq: number, channel: string): Notice => ({
  channel,
  epoch: 1,
  firstSeq,
  lastSeq: firstSeq,
  body: 'x'.repeat(400),
})

/** A worker that takes one message each time it is told to. */
function slowWorker() {
  const sent: unknown[] = []
  const takes: (() => void)[] = []
  const channel = {
    send: (message: object, taken: () => void) => {
      sent.push(message)
      takes.push(taken)
    },
    onMessage: () => {},
    onClose: () => {},
  }
  return { channel, sent, takeOne: () => takes.shift()?.() }
}

it('sends nothing between what was left out and the word of it', () => {
  const { channel, sent, takeOne } = slowWorker()
  let dropped = 0
  const outbox = createOutbox(channel, { maxWaitingBytes: 4_000, onDropped: () => dropped++ })
  for (let seq = 1; seq <= 6; seq++) outbox.notice(notice(seq, 'm'))
  expect([sent.length, dropped]).toEqual([5, 1])
  takeOne()
  outbox.notice(notice(7, 'm'))
  outbox.notice(notice(1, 'other'))
  expect([sent.length, dropped]).toEqual([5, 3])
  takeOne()
  takeOne()
  expect(sent.slice(5)).toEqual([{ kind: 'interrupted', channels: ['m', 'other'] }])
  outbox.notice(notice(8, 'm'))
  expect(sent.at(-1)).toEqual({ kind: 'notice', notice: notice(8, 'm') })
})

it('says nothing of a channel that the worker has left', () => {
  const { channel, sent, takeOne } = slowWorker()
  const outbox = createOutbox(channel, { maxWaitingBytes: 1_000, onDropped: () => {} })
  for (let seq = 1; seq <= 3; seq++) outbox.notice(notice(seq, 'm'))
  outbox.forget('m')
  takeOne()
  takeOne()
  expect(sent).toHaveLength(2)
})
