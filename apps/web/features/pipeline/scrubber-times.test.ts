import { expect, it } from 'vitest'
import { minuteOfMatch, spanOf } from './scrubber-times.ts'

const at = (time: string) => Date.parse(`2026-05-01T${time}Z`)

it('reaches as far as was chosen, and no further than what is kept', () => {
  const now = at('19:30:20')
  expect(spanOf(now, 1, '2026-05-01T00:00:00Z')).toEqual({ fromMs: at('18:29:00'), toMs: at('19:29:00') })
  expect(spanOf(now, 24, '2026-05-01T19:00:00Z').fromMs).toBe(at('19:00:00'))
  expect(spanOf(now, 1, undefined)).toEqual({ fromMs: at('19:29:00'), toMs: at('19:29:00') })
})

it("finds a match's minute, where it is kept", () => {
  const span = { fromMs: at('18:00:00'), toMs: at('20:00:00') }
  expect(minuteOfMatch('2026-05-01T19:00:30Z', 23, span)).toBe(at('19:23:00'))
  expect(minuteOfMatch('2026-05-01T19:00:30Z', 90, span)).toBeNull()
  expect(minuteOfMatch('2026-05-01T10:00:00Z', 1, span)).toBeNull()
})
