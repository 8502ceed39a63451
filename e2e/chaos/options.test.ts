import { expect, it } from 'vitest'
import { readOptions } from './options.ts'

it('has defaults, and reads numbers', () => {
  expect(readOptions([])).toMatchObject({
    seed: 1,
    faults: 20,
    'seconds-per-fault': 5,
    matches: 8,
    json: false,
  })
  expect(readOptions(['--seed', '7', '--rate', '900', '--json'])).toMatchObject({
    seed: 7,
    rate: 900,
    json: true,
  })
})

it('names the option that is at fault', () => {
  expect(() => readOptions(['--faults', 'many'])).toThrow('--faults')
  expect(() => readOptions(['--profile', 'embedded'])).toThrow('--profile')
  expect(() => readOptions(['--sede', '1'])).toThrow('--sede')
})
