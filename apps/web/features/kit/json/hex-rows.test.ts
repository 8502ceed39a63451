import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesFromBase64 } from './from-base64.ts'
import { hexRow, hexRowCount } from './hex-rows.ts'

describe('a dump of bytes', () => {
  it('has offset, hex and text', () => {
    const bytes = new TextEncoder().encode('{"goal":"⚽"}\u0000\u001b<b>')
    expect(hexRow(bytes, 0)).toEqual({
      offset: '00000000',
      hex: '7b 22 67 6f 61 6c 22 3a  22 e2 9a bd 22 7d 00 1b',
      text: '{"goal":"···"}··',
    })
    expect(hexRow(bytes, 1)).toEqual({ offset: '00000010', hex: '3c 62 3e', text: '<b>' })
    expect(hexRowCount(bytes)).toBe(2)
  })

  it('takes any bytes and shows only what can be seen', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), bytes => {
        for (let place = 0; place < hexRowCount(bytes); place += 1) {
          const row = hexRow(bytes, place)
          expect(row.text).toMatch(/^[\x20-\x7e·]{1,16}$/)
          expect(row.hex).toMatch(/^([0-9a-f]{2} {0,2}){1,16}$/)
        }
        expect(bytesFromBase64(Buffer.from(bytes).toString('base64'))).toEqual(bytes)
        expect(bytesFromBase64(Buffer.from(bytes).toString('base64url'))).toEqual(bytes)
      }),
    )
  })

  it('is empty for what is no base64', () => {
    expect(bytesFromBase64('%%%').length).toBe(0)
  })
})
