import { expect, it } from 'vitest'
import { defaultLimits, maxOperationsOf } from '../limits.ts'
import { AddressWork, InboundWork } from './inbound-work.ts'

const kibibyte = 1024

function socket() {
  const seen = { paused: false, handled: 0 }
  const pausing = (paused: boolean) => void Object.assign(seen, { paused })
  const { inboundWork: limits, callsPerSocket, feedsPerSocket } = defaultLimits
  const work = new InboundWork({
    limits,
    ofAddress: new AddressWork(limits.address),
    socket: { pause: () => pausing(true), resume: () => pausing(false) },
    onExceeded: () => {},
  })
  const send = (bytes: number, handle = () => {}) => {
    work.read(bytes)
    work.message(bytes, () => {
      seen.handled += 1
      handle()
    })
  }
  const rejoin = () => {
    for (let feed = 0; feed < feedsPerSocket; feed += 1) work.asks('feed')
    for (let call = 0; call < callsPerSocket; call += 1) work.asks('operation')
  }
  return { seen, send, rejoin, close: () => work.close() }
}

it('lets a client that comes back ask at once for all that it may have open', () => {
  const { seen, send, rejoin, close } = socket()
  send(maxOperationsOf(defaultLimits) * 300, rejoin)
  expect(seen).toEqual({ paused: false, handled: 1 })
  close()
})

it('reads no more than some 200 KB of one socket at once', () => {
  const { seen, send, close } = socket()
  for (let n = 0; n < 20 && !seen.paused; n += 1) send(64 * kibibyte)
  expect(seen.paused).toBe(true)
  expect(seen.handled).toBeLessThanOrEqual(4)
  close()
})
