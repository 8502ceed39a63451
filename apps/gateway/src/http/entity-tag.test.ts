import { expect, it } from 'vitest'
import { entityTagOf, isNamed } from './entity-tag.ts'

const tag = entityTagOf('{"a":1}')

it('is the same for the same text alone', () => {
  expect(tag).toMatch(/^"[\w-]{27}"$/)
  expect(entityTagOf('{"a":1}')).toBe(tag)
  expect(entityTagOf('{"a":2}')).not.toBe(tag)
})

it.each([
  [undefined, false],
  ['', false],
  ['*', true],
  [tag, true],
  [`W/${tag}`, true],
  [`"other", ${tag} ,"more"`, true],
  [tag.slice(1, -1), false],
  [`"other",${'x'.repeat(5_000)},${tag}`, false],
])('If-None-Match: %s names it: %s', (header, named) => {
  expect(isNamed(header, tag)).toBe(named)
})
