import { expect, it } from 'vitest'
import { showBytes } from './raw-view.ts'
import { hiddenMarker } from './sensitive.ts'

const bytes = (text: string) => Buffer.from(text)
const shown = (text: string) => showBytes(bytes(text), false)

it('gives bytes whole where they hide nothing', () => {
  for (const text of ['{"é":1}', '{ "a": 1.0, "b": [ ] }', 'not json', '']) {
    expect(shown(text)).toMatchObject({
      raw: { text, base64: bytes(text).toString('base64') },
      hiddenPaths: [],
    })
  }
})

it('gives the masked JSON and no bytes where they hide something', () => {
  const { raw, payload, hiddenPaths } = shown('{ "author": "Ann", "n": 1 }')
  expect(raw).toEqual({ bytes: 27, text: `{"author":"${hiddenMarker}","n":1}`, base64: null })
  expect(payload).toEqual({ author: hiddenMarker, n: 1 })
  expect(hiddenPaths).toEqual(['author'])
  expect(showBytes(bytes('{ "author": "Ann" }'), true).raw.text).toBe('{ "author": "Ann" }')
})

it('is not fooled by a name given twice, nor by escapes', () => {
  for (const text of ['{"text":"a@b.example","text":"clean"}', '{"text":"\\u0061@b.example","text":"x"}']) {
    const { raw } = shown(text)
    expect(raw).toMatchObject({ base64: null })
    expect(raw.text).not.toMatch(/example/)
  }
})

it('hides what stands in broken JSON and in bytes that are no text', () => {
  expect(shown('{"author":"Ann","text":"write to a@b.exam').raw).toMatchObject({ base64: null })
  expect(JSON.stringify(shown('{"author":"Ann","text":"write to a@b.exam'))).not.toMatch(/Ann|a@b/)
  const binary = Buffer.concat([Buffer.from([0xff, 0x00]), bytes('mail a@b.example')])
  expect(showBytes(binary, false).raw).toEqual({ bytes: binary.byteLength, text: null, base64: null })
  expect(showBytes(Buffer.from([0xff, 0x00]), false).raw.base64).toBe('/wA=')
})

it('takes what is nested too deep for text', () => {
  const deep = `${'['.repeat(100_000)}"a@b.example"${']'.repeat(100_000)}`
  const { payload, raw } = shown(deep)
  expect(payload).toBeUndefined()
  expect(raw.text).not.toContain('example')
})
