import type { IndexableEvent } from '@touchline/db'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { documentOf } from './document-of.ts'

const event = (type: string, payload: object) =>
  ({
    matchId: 'm',
    seq: 7,
    type,
    lane: 'normal',
    source: 'broadcast',
    sourceEventId: 'e',
    occurredAt: '2026-05-01T19:00:00.000Z',
    correlationId: 'c',
    payload,
  }) as unknown as IndexableEvent
const fixture = { home: 'Real Sociedad', away: 'AS Saint-Étienne' }

it('puts what happened and to whom first, then teams and kinds, then what was said', () => {
  const payload = {
    team: 'away',
    player: 'Thomas Müller',
    assist: 'J. O’Neill',
    kind: 'own-goal',
    detail: 'off the post!',
  }
  expect(documentOf(event('goal-scored', payload), fixture)).toMatchObject({
    matchId: 'm',
    seq: 7,
    names: 'goal scored thomas muller j oneill goal scored thomas muller j o neill',
    teams: 'away as saint etienne own goal',
    text: 'off the post',
  })
})

it('has the teams of an announced match, and numbers of a corrected score', () => {
  expect(documentOf(event('match-scheduled', { ...fixture, venue: 'Anoeta' }), null).teams).toBe(
    'real sociedad as saint etienne anoeta',
  )
  expect(documentOf(event('score-corrected', { home: 2, away: 1, reason: 'VAR' }), null)).toMatchObject({
    teams: '2 1',
    text: 'var',
  })
})

it('is found by what a revised event is now, and a withdrawn one was', () => {
  const now = {
    type: 'goal-scored',
    occurredAt: '',
    clock: {},
    payload: { team: 'home', player: 'Ødegaard' },
  }
  const revised = documentOf(event('event-revised', { position: '1:3', event: now }), fixture)
  expect(revised).toMatchObject({ names: 'event revised goal scored odegaard', teams: 'home real sociedad' })
  const withdrawn = (was: unknown) =>
    documentOf(event('event-withdrawn', { position: '1:3', previous: was }), fixture).names
  expect(withdrawn({ type: 'card-shown' })).toBe('event withdrawn card shown')
  expect(withdrawn(null)).toBe('event withdrawn')
})

it('does not tell who posted, nor what in a text leads to people', () => {
  const text = 'what a goal @bob, write to ann@example.org or 4111 1111-1111 1111, minute 90'
  const document = documentOf(event('post-published', { author: 'ann', text }), fixture)
  expect(document.text).toBe('what a goal write to or minute 90')
  expect(JSON.stringify(document)).not.toMatch(/ann|bob|1111/)
})

it('takes any payload, and leaves letters, digits and single spaces', () => {
  fc.assert(
    fc.property(fc.object({ maxDepth: 2 }), fc.string({ unit: 'binary' }), (payload, text) => {
      const { names, teams, text: said } = documentOf(event('goal-scored', { ...payload, text }), null)
      for (const words of [names, teams, said])
        expect(words).toMatch(/^$|^[\p{L}\p{N}\p{M}]+( [\p{L}\p{N}\p{M}]+)*$/u)
    }),
  )
})
