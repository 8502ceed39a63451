import { errorCodes, isRetryable } from '@touchline/contracts'
import { TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { httpStatusOf } from './error-map.ts'
import { publicErrorOf, refusal, unwrap } from './error-shape.ts'
import { failed, succeeded } from './operations/outcome.ts'

describe('an expected outcome', () => {
  it.each(errorCodes)('%s has one status on every transport, and comes out as it went in', code => {
    const error = refusal(code)
    expect(getHTTPStatusCodeFromError(error)).toBe(httpStatusOf(code))
    expect(publicErrorOf(error)).toMatchObject({ code, retryable: isRetryable(code) })
  })

  it('is unwrapped to its value, or thrown', () => {
    expect(unwrap(succeeded(1))).toBe(1)
    expect(() => unwrap(failed('match-not-found'))).toThrow(TRPCError)
  })
})

describe('an unexpected error', () => {
  const secret = 'password authentication failed for user "touchline"'
  const wrapped = (cause: unknown) => new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause })
  const withCode = (code: string) => Object.assign(new Error(secret), { code })

  it('says nothing of itself', () => {
    for (const error of [new Error(secret), wrapped(new Error(secret)), secret, wrapped(secret), undefined]) {
      expect(publicErrorOf(error).code).toBe('internal')
      expect(JSON.stringify(publicErrorOf(error))).not.toContain('password')
    }
  })

  it('of a store that is away may be tried again', () => {
    for (const code of ['ECONNREFUSED', '57P01', '08006', '53300']) {
      expect(publicErrorOf(wrapped(withCode(code)))).toMatchObject({ code: 'unavailable', retryable: true })
    }
    const text = new Error('timeout exceeded when trying to connect')
    expect(publicErrorOf(wrapped(new Error('query failed', { cause: text }))).code).toBe('unavailable')
    expect(publicErrorOf(wrapped(withCode('23505'))).code).toBe('internal')
  })
})

describe('a refusal of the transport', () => {
  it('has our words, not its own', () => {
    const error = new TRPCError({ code: 'NOT_FOUND', message: 'No procedure on path "<script>"' })
    expect(publicErrorOf(error)).toEqual({
      code: 'not-found',
      message: 'nothing here answers that',
      retryable: false,
    })
  })

  it('of an input names each fault by its path, and never the value', () => {
    const { error } = z.object({ a: z.object({ b: z.number() }) }).safeParse({ a: { b: 'hunter2' } })
    const shown = publicErrorOf(new TRPCError({ code: 'BAD_REQUEST', cause: error }))
    expect(shown).toMatchObject({ code: 'invalid-input', faults: [{ path: 'a.b' }] })
    expect(JSON.stringify(shown)).not.toContain('hunter2')
  })
})
