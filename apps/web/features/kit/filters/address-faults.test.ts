import { expect, it } from 'vitest'
import { faultsOfAddress } from './address-faults.ts'
import type { FilterField } from './filter-field.ts'

const options = ['dead', 'recovered'].map(value => ({ value, label: value }))
const fields: readonly FilterField[] = [
  { name: 'text', label: 'Words', kind: 'text' },
  { name: 'state', label: 'State', kind: 'many', options },
  { name: 'lane', label: 'Lane', kind: 'choice', options },
  { name: 'time', label: 'Time', kind: 'time-range' },
]
const faultsOf = (query: string) => faultsOfAddress(fields, new URLSearchParams(query))

it.each([
  '',
  'other=1',
  'text=%3Cscript%3E',
  'state=dead,recovered',
  'state=',
  'lane=dead',
  'time=15m',
  'time=2026-05-01T19:00:00Z..',
])('has nothing to say of "%s"', query => expect(faultsOf(query)).toEqual([]))

it.each([
  ['state=dead,nonsense', 'State names one that there is not; it is left out.'],
  ['state=%00', 'State names one that there is not; it is left out.'],
  ['lane=nonsense', 'Lane is none that there is; it is left out.'],
  ['lane=__proto__', 'Lane is none that there is; it is left out.'],
  ['time=yesterday', 'Time is no time; it is left out.'],
  ['time=2026-05-02..2026-05-01', 'Time is no time; it is left out.'],
])('tells of "%s"', (query, told) => expect(faultsOf(query)).toEqual([told]))

it('tells of each', () => expect(faultsOf('lane=x&time=x&state=x')).toHaveLength(3))
