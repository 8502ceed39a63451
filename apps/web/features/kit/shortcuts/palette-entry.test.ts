import { describe, expect, it } from 'vitest'
import { findEntries } from './palette-entry.ts'

const entries = [
  { id: 'replay', label: 'Replay the selected', group: 'Dead letters' },
  { id: 'dead', label: 'Dead letters', group: 'Pages' },
  { id: 'audit', label: 'Audit', group: 'Pages' },
]
const ids = (query: string) => findEntries(entries, query).map(entry => entry.id)

describe('the palette', () => {
  it('shows everything in its order when nothing is asked', () => {
    expect(ids('  ')).toEqual(['replay', 'dead', 'audit'])
  })
  it('puts what begins with the words first, and finds by group', () => {
    expect(ids('dead')).toEqual(['dead', 'replay'])
    expect(ids('pages au')).toEqual(['audit'])
    expect(ids('nothing')).toEqual([])
  })
})
