import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createLineSplitter } from './line-splitter.ts'

const texts = (chunks: readonly Buffer[], keptBytes = 1_000) => {
  const splitter = createLineSplitter(keptBytes)
  return chunks.flatMap(chunk => splitter.push(chunk)).map(line => line.bytes.toString())
}

it('gives the same lines however the bytes were cut', () => {
  const lines = fc.array(fc.string({ unit: 'grapheme' }).map(line => line.replace(/[\r\n]/g, '')))
  fc.assert(
    fc.property(lines, fc.array(fc.nat(200)), fc.constantFrom('\n', '\r\n'), (expected, cuts, lineBreak) => {
      const bytes = Buffer.from(expected.map(line => line + lineBreak).join(''))
      const edges = [0, ...cuts.filter(cut => cut < bytes.length).sort((a, b) => a - b), bytes.length]
      const chunks = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge))
      expect(texts(chunks, 100_000)).toEqual(expected.filter(line => line !== ''))
    }),
  )
})

it('holds back an unfinished line', () => {
  expect(texts([Buffer.from('whole\nhalf')])).toEqual(['whole'])
})

it('keeps the beginning of a line that is too long, says how long it was, and goes on with the next', () => {
  const splitter = createLineSplitter(10)
  for (let n = 0; n < 100; n++) expect(splitter.push(Buffer.alloc(1_000, 'x'))).toEqual([])
  const [long, next] = splitter.push(Buffer.from('end\nnext\n'))
  expect(long).toEqual({ bytes: Buffer.alloc(10, 'x'), totalBytes: 100_003 })
  expect(next?.bytes.toString()).toBe('next')
})
