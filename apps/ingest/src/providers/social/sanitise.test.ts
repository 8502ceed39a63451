import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sanitiseText } from './sanitise.ts'

const clean = (text: string) => sanitiseText(text, 1_000)

/** Text made of what markup is made of, so that nonsense comes near to tags and entities. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['<', '>', '&', ';', '#', '/', '!', '"', "'", '=', ' ', '\n', '\t', '\0', '\u0085', '\u009b'],
        ...[
          'lt',
          'gt',
          'amp',
          'script',
          'style',
          'img',
          'b',
          'x3c',
          '60',
          '38',
          '#x26',
          '&lt;',
          '&amp;',
          '&#60',
        ],
        ...[
          '\u202e',
          '\u2066',
          '\u200b',
          '\u200d',
          '\ufeff',
          '\u00ad',
          '\u037e',
          '\u0338',
          '\u0301',
          '\u212a',
        ],
        ...['\u{1F3F4}', '\u{E0067}', '\u{E0062}', '\u{E007F}', '\ud83c', '\udff4', 'e', '<!--', '-->', '</'],
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 60 },
  )
  .map(parts => parts.join(''))

describe('whatever comes in', () => {
  it('no tag comes out', () => {
    fc.assert(
      fc.property(hostile, text => !/<[a-z/!?]/i.test(clean(text))),
      { numRuns: 3_000 },
    )
  })

  it('nothing invisible comes out', () => {
    const flag = /\u{1F3F4}[\u{E0020}-\u{E007E}]{1,6}\u{E007F}/gu
    fc.assert(
      fc.property(hostile, text => !/[\p{Cc}\p{Cf}]/u.test(clean(text).replace(flag, ''))),
      { numRuns: 3_000 },
    )
  })

  it('what comes out is settled: the same again, NFC, single spaces, bounded', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 80 }), (text, maxLength) => {
        const once = sanitiseText(text, maxLength)
        expect(sanitiseText(once, maxLength)).toBe(once)
        expect(once.normalize('NFC')).toBe(once)
        expect(once.isWellFormed()).toBe(true)
        expect(once).not.toMatch(/\s\s|^\s|\s$/)
        expect(once.length).toBeLessThanOrEqual(maxLength)
      }),
      { numRuns: 3_000 },
    )
  })

  it('it takes a moment only', () => {
    const bombs = ['<', '&', '&amp;', '&#38', '<!--', '<script>', '&lt;'].map(part => part.repeat(16_000))
    const started = performance.now()
    for (const bomb of bombs) clean(bomb)
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})

it.each([
  ['<b>GOAL</b>!!! Harbour&nbsp;City &amp; Ada <3', 'GOAL!!! Harbour City & Ada <3'],
  ['one<br>two<p>three</p>', 'one two three'],
  ['a <script>alert(1)</script>b', 'a b'],
  ['<scr<b>ipt>alert(1)', 'script>alert(1)'],
  ['&lt;img src=x onerror=alert(1)&gt;ok', 'ok'],
  ['&amp;amp;lt;i&amp;amp;gt;deep', 'deep'],
  ['&#x3c;svg onload=x', 'svg onload=x'],
  ['&lt\u037esvg>', ''],
  ['1 < 2 && 3 > 2', '1 < 2 && 3 > 2'],
  ['evil\u202etxt\u200b.exe', 'eviltxt.exe'],
  ['line\r\n\tbreaks  and\u2028more', 'line breaks and more'],
  ['Cafe\u0301', 'Caf\u00e9'],
  ['lone \ud83d half', 'lone \ufffd half'],
  ['Come on England \u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}!', undefined],
  ['⚽️ مرحبا 你好', undefined],
])('%j', (text, expected) => {
  expect(clean(text)).toBe(expected ?? text)
})

it('does not leave half a flag', () => {
  const england = '\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}'
  expect(sanitiseText(`ab${england}`, 2 + england.length)).toBe(`ab${england}`)
  expect(sanitiseText(`ab${england}`, 10)).toBe('ab\u{1F3F4}')
})

it('does not cut a character in two', () => {
  expect(sanitiseText('ab⚽🏆🏆', 4)).toBe('ab⚽')
})
