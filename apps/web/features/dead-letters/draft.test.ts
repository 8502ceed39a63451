import { expect, it } from 'vitest'
import {
  createMemoryStorage,
  type DraftStorage,
  dropDraft,
  isChanged,
  keepDraft,
  readDraft,
} from './draft.ts'

const full: DraftStorage = {
  getItem: () => null,
  setItem: () => {
    throw new DOMException('full', 'QuotaExceededError')
  },
  removeItem: () => undefined,
}

it('keeps a draft for its letter alone, until it is dropped', () => {
  const storage = createMemoryStorage()
  expect(keepDraft(storage, '17', { text: '{"a":1}', base: '{}' })).toBe(true)
  expect(readDraft(storage, '17')).toEqual({ text: '{"a":1}', base: '{}' })
  expect(readDraft(storage, '18')).toBeNull()
  dropDraft(storage, '17')
  expect(readDraft(storage, '17')).toBeNull()
})

it('keeps nothing once the text is what it began as', () => {
  const storage = createMemoryStorage()
  keepDraft(storage, '17', { text: 'b', base: 'a' })
  expect(keepDraft(storage, '17', { text: 'a', base: 'a' })).toBe(true)
  expect(readDraft(storage, '17')).toBeNull()
  expect(isChanged({ text: 'a', base: 'a' })).toBe(false)
})

it('tells when a browser cannot keep it, and reads no nonsense', () => {
  expect(keepDraft(full, '17', { text: 'b', base: 'a' })).toBe(false)
  expect(keepDraft(createMemoryStorage(), '17', { text: 'b'.repeat(3_000_000), base: 'a' })).toBe(false)
  for (const stored of ['', 'no json', '{"text":1,"base":""}', 'null', '[]']) {
    expect(readDraft({ ...full, getItem: () => stored }, '17')).toBeNull()
  }
})
