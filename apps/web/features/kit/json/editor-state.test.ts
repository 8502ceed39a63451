import { describe, expect, it } from 'vitest'
import { editorState } from './editor-state.ts'

describe('the editor', () => {
  it('tells the line of what a schema refuses', () => {
    const state = editorState('{\n  "a": 1\n}', [{ path: '/a', message: 'must be text' }], 100)
    expect(state.told).toEqual([{ path: '/a', message: 'must be text', line: 2, column: null }])
    expect([state.parsed?.value, state.lineCount]).toEqual([{ a: 1 }, 3])
  })
  it('tells what is no JSON before what a schema said of the text before it', () => {
    const state = editorState('{', [{ path: '/a', message: 'x' }], 100)
    expect(state.told.map(({ line, column }) => [line, column])).toEqual([[1, 2]])
    expect(state.parsed).toBeNull()
  })
  it('counts bytes, not characters', () => {
    expect(editorState('"⚽⚽"', [], 8).told).toEqual([])
    expect(editorState('"⚽⚽"', [], 7).told[0]?.message).toBe('This is 8 B; at most 7 B are taken')
  })
})
