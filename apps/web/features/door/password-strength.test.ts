import { expect, it } from 'vitest'
import { strengthOf } from './password-strength.ts'

it('goes by length', () => {
  expect(strengthOf('')).toMatchObject({ level: 'short', text: '12 more characters at least.' })
  expect(strengthOf('x'.repeat(11))).toMatchObject({ level: 'short', text: '1 more character at least.' })
  expect(strengthOf('twelve chars')).toMatchObject({ level: 'fair' })
  expect(strengthOf('sixteen chars ok')).toMatchObject({ level: 'good' })
  expect(strengthOf('correct horse battery staple')).toMatchObject({ level: 'strong' })
})

it('is not impressed by one character many times', () => {
  expect(strengthOf('a'.repeat(40))).toMatchObject({ level: 'fair' })
})
