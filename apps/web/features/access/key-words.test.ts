import { expect, it } from 'vitest'
import {
  type ApiKey,
  keyState,
  type Revocation,
  revocationState,
  whyKeyStays,
  whyNotLifted,
} from './key-words.ts'

const nowMs = Date.parse('2026-01-02T00:00:00.000Z')
const before = '2026-01-01T00:00:00.000Z'
const after = '2026-01-03T00:00:00.000Z'
const key = (more: Partial<ApiKey>): ApiKey =>
  ({ revokedAt: null, expiresAt: null, replacedBy: null, ...more }) as ApiKey
const revocation = (more: Partial<Revocation>): Revocation =>
  ({ kind: 'fan', expiresAt: null, ...more }) as Revocation

it('tells how a key stands, and what can be done with it', () => {
  expect(keyState(key({}), nowMs).label).toBe('good')
  expect(keyState(key({ expiresAt: after, replacedBy: 'x' }), nowMs).label).toBe('being replaced')
  expect(keyState(key({ expiresAt: before, replacedBy: 'x' }), nowMs).label).toBe('ended')
  expect(keyState(key({ revokedAt: before, expiresAt: before }), nowMs).label).toBe('revoked')
  expect(whyKeyStays(key({}), nowMs, 'rotate')).toBeUndefined()
  expect(whyKeyStays(key({ expiresAt: after, replacedBy: 'x' }), nowMs, 'rotate')).toMatch(/replaced by x/)
  expect(whyKeyStays(key({ expiresAt: after, replacedBy: 'x' }), nowMs, 'revoke')).toBeUndefined()
  expect(whyKeyStays(key({ revokedAt: before }), nowMs, 'revoke')).toMatch(/revoked/)
})

it('tells whom a revocation keeps out, and which can be lifted', () => {
  expect(revocationState(revocation({}), nowMs).label).toBe('for good')
  expect(revocationState(revocation({ expiresAt: after }), nowMs).label).toBe('in force')
  expect(whyNotLifted(revocation({ expiresAt: after }), nowMs)).toBeUndefined()
  expect(whyNotLifted(revocation({ expiresAt: before }), nowMs)).toMatch(/ended/)
  expect(whyNotLifted(revocation({ kind: 'api-key' }), nowMs)).toMatch(/stays so/)
})
