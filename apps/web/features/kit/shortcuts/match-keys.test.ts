import { describe, expect, it } from 'vitest'
import { chordOf, holdsWhileTyping, type KeyPress, normalKeys, noSequence, pressChord } from './match-keys.ts'

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
})

describe('chords', () => {
  it('writes an event as a binding is written', () => {
    expect(chordOf(press('j'))).toBe('j')
    expect(chordOf(press('J', { shiftKey: true }))).toBe('shift+j')
    expect(chordOf(press('?', { shiftKey: true }))).toBe('?')
    expect(chordOf(press('Enter', { ctrlKey: true }))).toBe('mod+enter')
    expect(chordOf(press('k', { metaKey: true }))).toBe('mod+k')
    expect(chordOf(press('Escape'))).toBe('esc')
    expect(chordOf(press(' '))).toBe('space')
  })

  it('brings a binding into one spelling', () => {
    expect(normalKeys('Shift+Mod+K')).toBe('mod+shift+k')
    expect(normalKeys(' g   D ')).toBe('g d')
  })
})

describe('sequences', () => {
  const bindings = ['g d', 'g e', 'd', 'mod+enter']

  it('waits for the second key and then matches', () => {
    const first = pressChord(noSequence, 'g', bindings, 1_000)
    expect(first.matched).toBeNull()
    expect(pressChord(first.sequence, 'd', bindings, 1_500).matched).toBe('g d')
  })

  it('forgets a beginning after a while', () => {
    const first = pressChord(noSequence, 'g', bindings, 1_000)
    expect(pressChord(first.sequence, 'd', bindings, 9_000).matched).toBe('d')
  })

  it('takes a key that ends no sequence for itself', () => {
    const first = pressChord(noSequence, 'g', bindings, 1_000)
    expect(pressChord(first.sequence, 'mod+enter', bindings, 1_100).matched).toBe('mod+enter')
    expect(pressChord(first.sequence, 'x', bindings, 1_100)).toEqual({ sequence: noSequence, matched: null })
  })
})

describe('while typing', () => {
  it('leaves letters and editing to the field', () => {
    expect(['j', 'shift+j', '?', 'mod+a', 'mod+v', 'mod+z', 'enter'].filter(holdsWhileTyping)).toEqual([])
    expect(['esc', 'mod+enter', 'mod+k'].filter(holdsWhileTyping)).toHaveLength(3)
  })
})
