import { expect, it } from 'vitest'
import { resetTargetOf } from './reset-target.ts'

it('takes what names a target, and nothing else', () => {
  expect(resetTargetOf('end', 'whatever')).toEqual({ kind: 'end' })
  expect(resetTargetOf('match', ' m-1 ')).toEqual({ kind: 'match', matchId: 'm-1' })
  expect(resetTargetOf('match', '')).toBeUndefined()
  expect(resetTargetOf('time', '2026-05-01T21:00:00+02:00')).toEqual({
    kind: 'time',
    before: '2026-05-01T19:00:00.000Z',
  })
  expect(resetTargetOf('time', 'yesterday')).toBeUndefined()
  expect(resetTargetOf('time', '2026-13-45T19:00:00Z')).toBeUndefined()
})
