import { letterStateSchema } from '@touchline/contracts'
import { expect, it } from 'vitest'
import { acceptValue, type FilterValues } from '../kit/filters/filter-field.ts'
import { fieldsOfAddress, fieldsToShow } from './letter-filter.ts'
import { readLetterFilter } from './letter-query.ts'
import { letterStates } from './letter-words.ts'

const nowMs = Date.parse('2026-05-01T20:00:00Z')

/** As the page reads its address. */
function read(address: string, view: 'groups' | 'letters' = 'letters') {
  const given = new URLSearchParams(address)
  const fields = fieldsOfAddress(view)
  const entries = fields.map(field => {
    const text = given.get(field.name)
    const value =
      text === null ? undefined : acceptValue(field, field.kind === 'many' ? text.split(',') : text)
    return [field.name, value] as const
  })
  const values: FilterValues = Object.fromEntries(entries)
  return readLetterFilter(fields, values, { given, nowMs })
}

it('reads a filter as the procedures take it', () => {
  expect(read('match=m1&type=goal-scored&state=dead,dead_again&time=1h&path=payload.minute')).toEqual({
    query: {
      matchId: 'm1',
      eventType: 'goal-scored',
      states: ['dead', 'dead_again'],
      from: '2026-05-01T19:00:00.000Z',
      path: 'payload.minute',
    },
    problems: [],
  })
  expect(read('')).toEqual({ query: {}, problems: [] })
})

it('says of each nonsense in the address that it is left out, and keeps the rest', () => {
  const nonsense = {
    'match=../etc': /Match must be/,
    'fingerprint=xyz': /Fingerprint must be 32/,
    'stage=nowhere': /Stage is none/,
    'state=dead,undead': /State names one/,
    'time=yesterday': /Failed is none/,
    'code=a%00b': /Code must be/,
  }
  for (const [address, problem] of Object.entries(nonsense)) {
    const { query, problems } = read(`${address}&topic=broadcast-events`)
    expect(problems, address).toHaveLength(1)
    expect(problems[0]).toMatch(problem)
    expect(query).toMatchObject({ topic: 'broadcast-events' })
    expect(Object.keys(query).filter(name => name !== 'topic' && name !== 'states')).toEqual([])
  }
})

it('filters groups by what people made of them, and letters not', () => {
  expect(read('groupState=regressed', 'groups').query).toEqual({ groupState: 'regressed' })
  expect(read('groupState=regressed', 'letters')).toEqual({ query: {}, problems: [] })
})

it('offers what there is, and what the address names in any case', () => {
  const counted = {
    topics: [],
    codes: [{ value: 'schema-mismatch', letters: 3 }],
    matches: [],
    eventTypes: [],
  }
  const choices = { ...counted, sources: [], stages: [], dispositions: [], states: [] }
  const [code] = fieldsToShow('letters', { code: 'gone' }, choices).filter(({ name }) => name === 'code')
  expect(code).toMatchObject({
    kind: 'choice',
    options: [
      { value: 'gone', label: 'Gone' },
      { value: 'schema-mismatch', label: 'Schema mismatch', count: 3 },
    ],
  })
})

it('has words for every state', () => {
  expect(Object.keys(letterStates).toSorted()).toEqual([...letterStateSchema.options].toSorted())
})
