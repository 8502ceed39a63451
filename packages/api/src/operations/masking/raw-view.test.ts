import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hiddenMarker } from './hidden-marker.ts'
import { maskEvent } from './mask.ts'
import { revealBytes, showBytes } from './raw-view.ts'
import { sources, withSecret } from './testing/any-event.ts'

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding)
const asSocial = (value: unknown) => maskEvent(value, 'social')
const shown = (text: string) => showBytes(bytes(text), asSocial)

it('gives bytes whole where they hide nothing', () => {
  const text = '{"matchId":"m1","type":"post-published","payload":{}}'
  expect(shown(text)).toMatchObject({
    raw: { text, base64: bytes(text).toString('base64'), kind: 'json' },
    hiddenPaths: [],
  })
  expect(shown(` ${text}`).raw).toMatchObject({ text, base64: null })
  expect(shown('')).toMatchObject({ raw: { bytes: 0, kind: 'empty', text: null }, hiddenPaths: [] })
})

it('gives the masked JSON and no bytes where they hide something', () => {
  const text = '{ "type": "post-published", "payload": { "author": "Ann" }, "n": 1 }'
  const { raw, payload, hiddenPaths } = shown(text)
  const masked = { type: 'post-published', payload: { author: hiddenMarker }, [hiddenMarker]: hiddenMarker }
  expect(raw).toEqual({ bytes: text.length, kind: 'json', text: JSON.stringify(masked), base64: null })
  expect(payload).toEqual(masked)
  expect(hiddenPaths).toEqual(['payload.author', hiddenMarker])
  expect(revealBytes(bytes(text)).raw).toMatchObject({ text, base64: bytes(text).toString('base64') })
})

it('is not fooled by a name given twice, nor by escapes', () => {
  for (const text of ['{"matchId":"Ann","matchId":"m1"}', '{"type":"Ann","type":"post-published"}'])
    expect(shown(text).raw).toMatchObject({ base64: null, text: expect.not.stringMatching(/Ann/) })
  const escaped = '{"matchId":"\\u006d1"}'
  expect(shown(escaped).raw).toMatchObject({ text: '{"matchId":"m1"}', base64: null })
})

const secretText = '{"author":"Ann","text":"write to a@b.example"'
it.each<[string, Buffer, string]>([
  ['broken JSON', bytes(secretText), 'json'],
  ['JSON with a mark before it', bytes(`\ufeff${secretText}}`), 'json'],
  ['JSON with something behind it', bytes(`${secretText}} Ann`), 'json'],
  ['XML', bytes('<?xml version="1.0"?><post author="Ann">hi</post>'), 'xml'],
  ['CSV', bytes('author,text\nAnn,hi\n'), 'text'],
  ['UTF-16LE with its mark', bytes(`\ufeff${secretText}}`, 'utf16le'), 'utf-16'],
  ['UTF-16BE with its mark', bytes(`\ufeff${secretText}}`, 'utf16le').swap16(), 'utf-16'],
  ['UTF-16LE without', bytes(`${secretText}}`, 'utf16le'), 'utf-16'],
  ['UTF-16BE without', bytes(`${secretText}}`, 'utf16le').swap16(), 'utf-16'],
  ['Latin-1', bytes('{"author":"Jörg Ann"}', 'latin1'), 'binary'],
  ['gzip', gzipSync(secretText), 'gzip'],
  ['what is nested too deep', bytes(`${'['.repeat(100_000)}"Ann"${']'.repeat(100_000)}`), 'json'],
])('hides %s as a whole', (_, raw, kind) => {
  const view = showBytes(raw, asSocial)
  expect(view).toEqual({
    raw: { bytes: raw.byteLength, kind, text: null, base64: null },
    payload: undefined,
    hiddenPaths: ['(root)'],
  })
})

const written: readonly ((text: string) => Buffer)[] = [
  text => bytes(text),
  text => bytes(`\ufeff${text}`),
  text => bytes(text, 'utf16le'),
  text => bytes(`\ufeff${text}`, 'utf16le').swap16(),
  text => bytes(text.slice(0, -1)),
  text => bytes(JSON.stringify(text)),
  text => bytes(`<a b='${text}'>${text}</a>`),
  text => bytes(`id,text\n1,"${text.replaceAll('"', '""')}"\n`),
  text => Buffer.concat([Buffer.from([0xff, 0x00, 0x1f]), bytes(text)]),
  text => gzipSync(text),
]

it('never shows a secret, however the bytes are written, and never throws', () => {
  fc.assert(
    fc.property(withSecret(), fc.constantFrom(...written), sources, ({ value, secret }, write, source) => {
      const text = JSON.stringify(
        showBytes(write(JSON.stringify(value) ?? ''), one => maskEvent(one, source)),
      )
      expect(text).not.toContain(secret)
      expect(text).not.toContain(bytes(secret, 'utf16le').toString('base64').slice(2, 12))
    }),
    { numRuns: 1_500 },
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), sources, (raw, source) => {
      showBytes(raw, one => maskEvent(one, source))
      revealBytes(raw)
    }),
  )
})

it('takes a mebibyte of mail-like text in under 20 ms of a core', () => {
  const raw = bytes(JSON.stringify({ type: 'post-published', payload: { text: 'a.b@c.'.repeat(174_000) } }))
  const times = Array.from({ length: 6 }, () => {
    const began = process.cpuUsage()
    showBytes(raw, asSocial)
    return process.cpuUsage(began).user / 1_000
  })
  expect(Math.min(...times)).toBeLessThan(20)
})
