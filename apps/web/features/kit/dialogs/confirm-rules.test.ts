import { describe, expect, it } from 'vitest'
import { whyNotYet } from './confirm-rules.ts'

const rules = { reason: 'required', typed: undefined, disabledReason: null } as const

describe('confirming', () => {
  it('needs a reason that is more than spaces, and of at most 500 characters', () => {
    expect(whyNotYet({ reason: '  ', typed: '' }, rules)).toMatch(/audit/)
    expect(whyNotYet({ reason: 'x'.repeat(501), typed: '' }, rules)).toMatch(/500/)
    expect(whyNotYet({ reason: ` ${'x'.repeat(500)} `, typed: '' }, rules)).toBeNull()
  })
  it('asks for no reason where none is needed', () => {
    expect(whyNotYet({ reason: '', typed: '' }, { ...rules, reason: 'optional' })).toBeNull()
  })
  it('needs the very words', () => {
    const typed = { ...rules, reason: 'none', typed: 'replay 214' } as const
    expect(whyNotYet({ reason: '', typed: 'replay' }, typed)).toMatch(/replay 214/)
    expect(whyNotYet({ reason: '', typed: 'replay 214 ' }, typed)).toBeNull()
  })
  it('tells what stands in the way before anything else', () => {
    expect(whyNotYet({ reason: '', typed: '' }, { ...rules, disabledReason: 'Too many' })).toBe('Too many')
  })
})
