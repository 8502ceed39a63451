import { expect, it } from 'vitest'
import { emptyGrant, grantState, type PartnerGrant, whyNotGranted, whyNotRevoked } from './grant-words.ts'

const nowMs = Date.parse('2026-01-02T00:00:00.000Z')
const before = '2026-01-01T00:00:00.000Z'
const after = '2026-01-03T00:00:00.000Z'
const grant = (more: Partial<PartnerGrant>): PartnerGrant =>
  ({ revokedAt: null, expiresAt: null, ...more }) as PartnerGrant

it('tells how a grant stands, and whether it can be revoked', () => {
  expect(grantState(grant({}), nowMs).label).toBe('in force')
  expect(grantState(grant({ expiresAt: after }), nowMs).label).toBe('in force')
  expect(grantState(grant({ expiresAt: before }), nowMs).label).toBe('expired')
  expect(grantState(grant({ revokedAt: before, expiresAt: before }), nowMs).label).toBe('revoked')
  expect(whyNotRevoked(grant({}), nowMs)).toBeUndefined()
  expect(whyNotRevoked(grant({ expiresAt: before }), nowMs)).toMatch(/expired/)
  expect(whyNotRevoked(grant({ revokedAt: before }), nowMs)).toMatch(/revoked/)
})

it('tells what a draft lacks', () => {
  const draft = { ...emptyGrant, partner: 'acme', pattern: 'cup-*' }
  expect(whyNotGranted(draft)).toBeUndefined()
  expect(whyNotGranted({ ...draft, hours: '3' })).toBeUndefined()
  expect(whyNotGranted({ ...draft, partner: ' ' })).toMatch(/name of the partner/)
  expect(whyNotGranted({ ...draft, partner: 'a b' })).toMatch(/name has/)
  expect(whyNotGranted({ ...draft, pattern: '' })).toMatch(/match ID/)
  expect(whyNotGranted({ ...draft, pattern: 'cup/1' })).toMatch(/pattern has/)
  for (const hours of ['0', '1.5', 'soon', '87601'])
    expect(whyNotGranted({ ...draft, hours })).toMatch(/Hours/)
})
