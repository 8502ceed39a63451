import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memberOf, slicesOf } from './json-slices.ts'
import { parsePoll } from './parse-poll.ts'

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url))
const maxBytes = 65_536
const nthBrace = (text: string, n: number) => text.split('{', n).join('{').length

describe('slices of JSON', () => {
  it('are the elements of any array, byte for byte, however it is spaced', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.constantFrom(0, 1, 3), (values, indent) => {
        const slices = slicesOf(Buffer.from(JSON.stringify(values, null, indent)))
        expect(slices?.map(slice => JSON.parse(slice.toString()))).toEqual(JSON.parse(JSON.stringify(values)))
      }),
    )
  })

  it('are the members of any object', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, wanted) => {
        const text = Buffer.from(JSON.stringify({ before, readings: wanted }))
        expect(memberOf(text, 'readings')?.toString()).toBe(JSON.stringify(wanted))
      }),
    )
  })

  it('come of nothing that has no end, and never throw', () => {
    fc.assert(fc.property(fc.uint8Array(), bytes => void slicesOf(Buffer.from(bytes))))
    expect(slicesOf(Buffer.from('[1, [2, 3]'))).toBeUndefined()
    expect(slicesOf(Buffer.from('[1] 2'))).toBeUndefined()
    expect(slicesOf(Buffer.from('"[1]"'))).toBeUndefined()
    expect(slicesOf(Buffer.from(''))).toBeUndefined()
  })
})

describe('a poll', () => {
  it('keeps the bytes of each reading as they were sent', () => {
    const body = fixture('readings.json')
    const poll = parsePoll(body, maxBytes)
    expect(poll?.cursor).toBe('0000002a')
    expect(poll?.readings).toHaveLength(3)
    const raw = poll?.rawOf(1)
    expect(raw?.damage).toBeUndefined()
    const sent = body.toString()
    expect(raw?.bytes.toString()).toBe(sent.slice(nthBrace(sent, 4), nthBrace(sent, 6)).replace(/,\s*$/, ''))
  })

  it('is read around a reading that is no JSON', () => {
    const poll = parsePoll(fixture('one-broken-reading.txt'), maxBytes)
    expect(poll?.cursor).toBe('9')
    expect(poll?.readings.map(reading => reading !== undefined)).toEqual([true, false, true])
    expect(poll?.rawOf(1).damage?.code).toBe('invalid-json')
    expect(poll?.rawOf(1).bytes.toString()).toContain('NaN')
    expect(poll?.rawOf(0).damage).toBeUndefined()
  })

  it('is read around a reading that is no UTF-8', () => {
    const body = Buffer.concat([
      Buffer.from('{"cursor":"1","readings":["'),
      Buffer.from([0xff]),
      Buffer.from('",2]}'),
    ])
    const poll = parsePoll(body, maxBytes)
    expect(poll?.rawOf(0).damage?.code).toBe('invalid-json')
    expect(poll?.readings[1]).toBe(2)
  })

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"cursor":1,"readings":[]}',
    '{"cursor":"1"}',
    '{"cursor":"1","readings":[{]',
  ])('is not made out of %j', text => expect(parsePoll(Buffer.from(text), maxBytes)).toBeUndefined())
})
