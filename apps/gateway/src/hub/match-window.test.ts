import { describe, expect, it } from 'vitest'
import { eventAt, eventsBetween, noticeOf, testMatch } from '../testing/match-events.ts'
import { MatchWindow } from './match-window.ts'

const at = (epoch: number, seq: number) => {
  const window = new MatchWindow(testMatch, 100_000)
  window.restartAt({ epoch, seq })
  return window
}
const notice = (firstSeq: number, lastSeq: number) => noticeOf(eventsBetween(1, firstSeq, lastSeq))

describe('a notice', () => {
  it('that joins on is appended, even where it overlaps', () => {
    const window = at(1, 5)
    expect(window.accept(notice(6, 7))).toBe('appended')
    expect(window.accept(notice(6, 9))).toBe('appended')
    expect(window.head).toEqual({ epoch: 1, seq: 9 })
    expect(window.slice(5, 100_000).map(event => event.seq)).toEqual([6, 7, 8, 9])
  })

  it('that is known already, or of an older epoch, changes nothing', () => {
    expect(at(1, 5).accept(notice(4, 5))).toBe('old')
    expect(at(2, 5).accept(notice(6, 6))).toBe('old')
  })

  it('that leaves a gap, has no body or is of a newer epoch asks for the store', () => {
    expect(at(1, 5).accept(notice(7, 8))).toBe('heal')
    expect(at(1, 5).accept(noticeOf(eventsBetween(1, 6, 7), false))).toBe('heal')
    expect(at(1, 5).accept(noticeOf(eventsBetween(2, 6, 7)))).toBe('heal')
    expect(new MatchWindow(testMatch, 1).accept(notice(1, 1))).toBe('heal')
  })

  it.each([
    ['no JSON', '{'],
    ['no array', '{"length":2}'],
    ['not objects', '[1,2]'],
    ['too few', JSON.stringify(eventsBetween(1, 6, 6))],
    ['a hole', JSON.stringify([eventAt({ epoch: 1, seq: 6 }), eventAt({ epoch: 1, seq: 8 })])],
    ['another epoch', JSON.stringify(eventsBetween(2, 6, 7))],
    ['another match', JSON.stringify(eventsBetween(1, 6, 7)).replaceAll(testMatch, 'other-1')],
  ])('with a body that is not what it announces (%s) is not believed', (_, body) => {
    const window = at(1, 5)
    expect(window.accept({ ...notice(6, 7), body })).toBe('heal')
    expect(window.head).toEqual({ epoch: 1, seq: 5 })
  })
})

it('takes from the store only what joins on', () => {
  const window = at(1, 5)
  expect(window.appendStored(eventsBetween(1, 8, 9))).toBe(false)
  expect(window.appendStored(eventsBetween(2, 6, 7))).toBe(false)
  expect(window.appendStored([])).toBe(true)
  expect(window.appendStored(eventsBetween(1, 4, 7))).toBe(true)
  expect(window.head).toEqual({ epoch: 1, seq: 7 })
})
