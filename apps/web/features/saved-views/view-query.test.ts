import { expect, it } from 'vitest'
import { viewQuery } from './view-query.ts'

it('keeps filters, and leaves out what is open', () => {
  const query = (text: string) => viewQuery(new URLSearchParams(text), ['entry'])
  expect(query('')).toBe('')
  expect(query('entry=5')).toBe('')
  expect(query('text=a b&entry=5&time=1h')).toBe('?text=a+b&time=1h')
  expect(query('text=<b>"&')).toBe('?text=%3Cb%3E%22')
})
