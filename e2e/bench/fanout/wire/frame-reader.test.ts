import fc from 'fast-check'
import { expect, it } from 'vitest'
import { clientFrame, FrameReader, opcodes } from './frame-reader.ts'

function serverFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload
  if (length < 126) return Buffer.concat([Buffer.from([0x80 | opcode, length]), payload])
  const long = length > 65_535
  const header = Buffer.alloc(long ? 10 : 4)
  header[0] = 0x80 | opcode
  header[1] = long ? 127 : 126
  if (long) header.writeBigUInt64BE(BigInt(length), 2)
  else header.writeUInt16BE(length, 2)
  return Buffer.concat([header, payload])
}

const payloads = fc.array(
  fc.oneof(fc.nat(130), fc.nat(2_000), fc.constant(70_000)).map(size => Buffer.alloc(size, size % 251)),
  { maxLength: 12 },
)

it('reads the same frames wherever the bytes are cut', () => {
  fc.assert(
    fc.property(payloads, fc.array(fc.integer({ min: 1, max: 999 })), fc.nat(300), (sent, cuts, wanted) => {
      const bytes = Buffer.concat(sent.map(payload => serverFrame(opcodes.text, payload)))
      const seen: (number | string)[] = []
      const reader = new FrameReader({
        wants: size => size <= wanted,
        onFrame: (opcode, size, buffer, start, end) => {
          expect(opcode).toBe(opcodes.text)
          seen.push(buffer ? buffer.toString('hex', start, end) : size)
        },
      })
      let at = 0
      for (let index = 0; at < bytes.length; index += 1) {
        const size = cuts[index] ?? 100_000
        reader.push(bytes.subarray(at, at + size))
        at += size
      }
      const expected = sent.map(p => (p.length <= wanted ? p.toString('hex') : p.length))
      expect(seen).toEqual(expected)
    }),
    { numRuns: 200 },
  )
})

it('writes frames whose mask changes nothing', () => {
  const short = clientFrame(opcodes.text, 'PONG')
  expect([...short.subarray(0, 6)]).toEqual([0x81, 0x84, 0, 0, 0, 0])
  expect(short.toString('latin1', 6)).toBe('PONG')
  const long = clientFrame(opcodes.text, 'x'.repeat(200))
  expect([...long.subarray(0, 8)]).toEqual([0x81, 0xfe, 0, 200, 0, 0, 0, 0])
  expect(long.length).toBe(208)
})
