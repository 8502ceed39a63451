import fc from 'fast-check'
import { expect, it } from 'vitest'
import { countedFacts, foldEvents, isBackup, refold } from './index.ts'
import { arbitraryMatch, sent, shuffledAndDoubled, told, withdrawn } from './testing/arbitrary-match.ts'

it('is the same for every order of arrival and every duplication: a law over 10,000 generated matches', () => {
  fc.assert(
    fc.property(shuffledAndDoubled, ([inOrder, shuffled]) => {
      expect(foldEvents(shuffled).state).toEqual(foldEvents(inOrder).state)
    }),
    { numRuns: 10_000 },
  )
}, 300_000)

it('shows no trace of a withdrawn event, wherever its withdrawal arrives', () => {
  const property = fc.property(
    arbitraryMatch,
    told('gone'),
    fc.nat(),
    fc.nat(),
    (events, gone, at, takenAt) => {
      const arriving = [...events]
      arriving.splice(at % (arriving.length + 1), 0, sent(gone))
      arriving.splice(takenAt % (arriving.length + 1), 0, withdrawn(gone))
      expect(foldEvents(arriving).state).toEqual(foldEvents(events).state)
    },
  )
  fc.assert(property, { numRuns: 3_000 })
}, 150_000)

it('makes of each change what folding all facts anew would, and knows the backup reports', () => {
  const property = fc.property(arbitraryMatch, events => {
    for (let count = 1; count <= events.length; count += 1) {
      const folded = foldEvents(events.slice(0, count))
      const anew = refold(folded.memory, folded.facts?.all ?? new Map())
      expect(folded.state).toEqual(anew.state)
      expect(folded.memory).toEqual(anew.memory)
      const facts = [...(folded.facts?.all.values() ?? [])]
      const counted = new Set(countedFacts(facts).map(({ identity }) => identity))
      for (const { identity, type } of facts) {
        const isChoice = type === 'primary-provider-changed'
        expect(isBackup(folded, identity)).toBe(!isChoice && !counted.has(identity))
      }
    }
  })
  fc.assert(property, { numRuns: 400 })
}, 150_000)
