import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutText, hasHiddenCharacters, showVisible, visiblePieces } from './visible.ts'

describe('visible text', () => {
  it('shows controls as their pictures', () => {
    expect(showVisible('a\u0000b\u001b[31m\n\t')).toBe('a␀b␛[31m␊␉')
    expect(showVisible('\u007f')).toBe('␡')
  })

  it('names what turns text round or has no width', () => {
    expect(showVisible('user\u202Etxt.exe')).toBe('user⟨U+202E⟩txt.exe')
    expect(showVisible('pay\u200Bpal\uFEFF')).toBe('pay⟨U+200B⟩pal⟨U+FEFF⟩')
    expect(showVisible('\u2066x\u2069')).toBe('⟨U+2066⟩x⟨U+2069⟩')
    expect(showVisible('tag\u{E0041}')).toBe('tag⟨U+E0041⟩')
    expect(showVisible('\u3164')).toBe('⟨U+3164⟩')
  })

  it('shows halves of a pair, and leaves whole pairs and accents alone', () => {
    expect(showVisible('\ud800x')).toBe('⟨U+D800⟩x')
    expect(showVisible('⚽ Müller 东京 ❤️')).toBe('⚽ Müller 东京 ❤️')
  })

  it('leaves HTML as text', () => {
    expect(visiblePieces('<script>alert(1)</script>')).toEqual([{ text: '<script>alert(1)</script>' }])
  })

  it('leaves nothing hidden, whatever comes in, and loses no piece', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), text => {
        expect(hasHiddenCharacters(showVisible(text))).toBe(false)
        expect(
          visiblePieces(text)
            .map(piece => piece.text)
            .join(''),
        ).toBe(showVisible(text))
      }),
    )
  })

  it('never cuts a pair in two', () => {
    expect(cutText('a⚽😀b', 3)).toBe('a⚽')
    expect(cutText('abc', 3)).toBe('abc')
  })
})
