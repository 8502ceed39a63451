import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from '../parse.ts'
import { f24, type MadeEvent, ma3 } from '../testing/opta-documents.ts'
import { standingOf } from '../testing/standing.ts'

const spellings = [
  ['opta-f24', f24],
  ['stats-perform-ma3', ma3],
] as const

type Edit = Partial<MadeEvent>
interface Step {
  readonly at: number
  readonly edit: Edit | 'delete' | 'delete-bare' | 'restore'
}

const numbers = fc.constantFrom('1', '2', '3', '4', '5', '6', '99')
const relations = fc.oneof(
  numbers.map(number => ({ 55: number })),
  fc.constant({}),
)
const cards = fc.constantFrom<Record<number, string>>(
  { 31: '' },
  { 32: '' },
  { 33: '' },
  {},
  { 33: '', 171: '' },
)
/** Elements with whose meaning others have to do, and others that only look so. */
const elements = fc.oneof(
  cards.map(q => ({ type: 17, q })),
  relations.map(q => ({ type: 47, q })),
  relations.map(q => ({ type: 18, q })),
  relations.map(q => ({ type: 19, q })),
  fc
    .tuple(relations, fc.constantFrom({}, { 28: '' }, { 9: '' }))
    .map(([q, more]) => ({ type: 16, q: { ...q, ...more } })),
  fc.constant({ type: 1, q: {} }),
  fc.constantFrom('a', 'b', 'c').map(player => ({ type: 27, q: { 41: '', 53: player } })),
  fc.constantFrom({}, { 209: '' }).map(q => ({ type: 30, period: 2, q })),
  fc.constant({ type: 30, period: 14, q: {} }),
)
const players = fc.constantFrom('a', 'b', 'c')
/** What an edit leaves as it is: an element's number, and that a rescission stays one. */
const edits = fc.oneof(
  players.map((player): Edit => ({ player })),
  fc.nat(40).map((min): Edit => ({ min })),
  fc.constantFrom(0, 1).map((outcome): Edit => ({ outcome })),
  elements.map((element): Edit => element),
)
const steps = fc.array(
  fc.record<Step>({
    at: fc.nat(5),
    edit: fc.oneof(edits, fc.constantFrom('delete', 'delete-bare', 'restore')),
  }),
  { minLength: 1, maxLength: 12 },
)
const games = fc.record({
  first: fc.array(fc.tuple(elements, players, fc.constantFrom(10, 20)), { minLength: 6, maxLength: 6 }),
  steps,
  present: fc.integer({ min: 1, max: 6 }),
})

/** The documents of a game, one after each edit; an element that is first edited late is added then. */
function documentsOf({
  first,
  steps: all,
  present,
}: typeof games extends fc.Arbitrary<infer G> ? G : never): MadeEvent[][] {
  let events: (MadeEvent & { was?: MadeEvent })[] = first
    .slice(0, present)
    .map(([element, player, team], index) => ({
      ...element,
      player,
      team,
      id: 100 + index,
      number: index + 1,
      version: 1 + index,
    }))
  const documents = [events]
  for (const [index, { at, edit }] of all.entries()) {
    const version = 10 + index
    const known = events[at]
    const [element, player, team] = first[at] ?? [{ type: 1 }, 'a', 10]
    const added = { ...element, player, team, id: 100 + at, number: at + 1, version }
    const next = known ? edited(known, edit, version) : added
    events = known
      ? events.with(at, next)
      : [...events, ...(events.some(({ id }) => id === added.id) ? [] : [added])]
    documents.push(events)
  }
  return documents
}

function edited(event: MadeEvent & { was?: MadeEvent }, edit: Step['edit'], version: number) {
  const was = event.was ?? event
  if (edit === 'restore') return { ...was, version }
  if (edit === 'delete-bare') return { ...event, type: 43, q: {}, version, was }
  if (edit === 'delete') return { ...event, type: 43, q: { ...was.q, 144: String(was.type) }, version, was }
  if (was.type === 47 && edit.type !== undefined && edit.type !== 47) return { ...was, version }
  return { ...was, ...edit, version }
}

describe.each(spellings)('%s: what its documents tell one after another', (format, document) => {
  const read = (events: readonly MadeEvent[]) => {
    const { items, faults } = parse(format, document(events))
    expect(faults).toEqual([])
    return items
  }

  it('stands as the newest document alone tells it, in any order and doubled', () => {
    fc.assert(
      fc.property(games, fc.infiniteStream(fc.nat()), (game, seeds) => {
        const documents = documentsOf(game).map(read)
        const newest = standingOf(documents.at(-1) ?? [])
        const shuffled = [...documents, ...documents]
          .map(items => ({ items, at: seeds.next().value }))
          .sort((a, b) => a.at - b.at)
          .flatMap(({ items }) => items)
        expect(standingOf(documents.flat())).toEqual(newest)
        expect(standingOf([...documents, ...documents].flat())).toEqual(newest)
        expect(standingOf(documents.toReversed().flat())).toEqual(newest)
        expect(standingOf(shuffled)).toEqual(newest)
      }),
      { numRuns: 500 },
    )
  }, 120_000)

  it('tells changes of one millisecond apart', () => {
    const [older, newer] = ['.1231', '.1239'].map(fraction => {
      const text = document([{ id: 1, type: 16, version: 1, player: `p${fraction}` }])
      return text.replace(
        /((?:y="0".* version=)|"lastModified":)"[^"]*"/,
        `$1"2026-05-01T19:00:00${fraction}Z"`,
      )
    })
    const [one, other] = [older, newer].map(text => parse(format, text ?? '').items)
    expect(standingOf([...(other ?? []), ...(one ?? [])])).toEqual(standingOf(other ?? []))
  })

  it('gives back a card whose rescission is deleted', () => {
    const card = { id: 1, number: 11, type: 17, player: 'p', version: 1, q: { 33: '' } }
    const rescinded = { id: 2, number: 12, type: 47, version: 5, q: { 55: '11' } }
    for (const q of [{}, { 144: '47' }, { 55: '11', 144: '47' }]) {
      const deleted = { ...rescinded, type: 43, version: 6, q }
      const documents = [[card], [card, rescinded], [card, deleted]].map(read)
      const stands = { 1: expect.objectContaining({ type: 'card-shown' }), 2: undefined }
      expect(standingOf(documents.flat())).toEqual(stands)
      expect(standingOf(documents.toReversed().flat())).toEqual(stands)
    }
  })

  it('tells each of several versions in one document under its own revision', () => {
    const off = { id: 1, number: 8, type: 18, player: 'a', version: 2, q: { 55: '9' } }
    const on = { id: 2, number: 9, type: 19, player: 'c', version: 5, q: { 55: '8' } }
    const items = read([{ ...off, player: 'b', version: 3 }, off, on])
    expect(standingOf(items)).toEqual(standingOf(read([{ ...off, player: 'b', version: 3 }, on])))
  })
})
