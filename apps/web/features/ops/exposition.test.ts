import { expect, it } from 'vitest'
import { exposition } from './exposition.ts'

it('writes readings as Prometheus text', () => {
  expect(exposition([{ name: 'a_seconds', help: 'A.', value: 2 }])).toBe(
    '# HELP a_seconds A.\n# TYPE a_seconds gauge\na_seconds 2\n',
  )
})
