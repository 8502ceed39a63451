import { Duplex } from 'node:stream'
import { expect, it } from 'vitest'
import { Outbound } from './outbound.ts'

const maxBytes = 64 * 1024

/** Takes nothing of what is written, until it is told to. */
function connection() {
  let take: (() => void) | undefined
  const stream = new Duplex({
    read: () => {},
    write: (_chunk, _encoding, taken) => {
      take = taken
    },
  })
  return { stream, takeOne: () => take?.() }
}

it('takes no more than its bound, a quarter for answers, and one write, whoever writes without asking', () => {
  const { stream } = connection()
  const outbound = new Outbound(stream, maxBytes)
  const answer = Buffer.alloc(1_000)
  let taken = 0
  while (outbound.write(answer) && taken < 10 * maxBytes) taken += answer.length
  expect(outbound.isFull).toBe(true)
  expect(outbound.queuedBytes).toBe(taken)
  expect(taken).toBeLessThanOrEqual(maxBytes * 1.25 + answer.length)
  expect(taken).toBeGreaterThan(maxBytes)
})

it('takes writes again once there is room, and lets those wait who ask for it', async () => {
  const { stream, takeOne } = connection()
  const outbound = new Outbound(stream, maxBytes)
  for (let n = 0; n < 100 && outbound.write(Buffer.alloc(8_000)); n += 1);
  let hasRoom = false
  const room = outbound.room().then(() => {
    hasRoom = true
  })
  await new Promise(setImmediate)
  expect(hasRoom).toBe(false)
  while (outbound.queuedBytes > 0) {
    takeOne()
    await new Promise(setImmediate)
  }
  await room
  expect(outbound.write(Buffer.alloc(8_000))).toBe(true)
})

it('loses what is written to a connection that is gone, and calls nobody slow for it', () => {
  const { stream } = connection()
  const outbound = new Outbound(stream, maxBytes)
  stream.destroy()
  expect(outbound.write(Buffer.alloc(2 * maxBytes))).toBe(true)
  expect(outbound.queuedBytes).toBe(0)
})
