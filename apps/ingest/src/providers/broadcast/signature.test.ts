import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newKeyPair, newSecret, signSymmetric } from '../../testing/sign.ts'
import { createPartnerBook, type PartnerBookInput } from './partner-book.ts'
import { type SignedMessage, verifySignature } from './signature.ts'

/** The example of the Standard Webhooks reference libraries. */
const official = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: '1614265330',
  body: Buffer.from('{"test": 2432232314}'),
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
}
const officialMs = 1_614_265_330_000

function keysOf(partner: PartnerBookInput[string]) {
  const keys = createPartnerBook({ acme: partner }).get('acme')?.keys
  if (!keys) throw new Error('no such partner')
  return keys
}
const verdictOf = (message: Partial<SignedMessage>, secrets = [official.secret], nowMs = officialMs) =>
  verifySignature({ ...official, ...message }, keysOf({ secrets }), nowMs)

describe('symmetric signatures', () => {
  it('takes the official example', () => {
    expect(verdictOf({})).toBe('valid')
  })

  it('takes it under any of several secrets, among several signatures', () => {
    const stranger = signSymmetric(newSecret(), official)
    const signature = `v2,future ${stranger} ${official.signature}`
    expect(verdictOf({ signature }, [newSecret(), official.secret])).toBe('valid')
    expect(verdictOf({ signature: stranger }, [newSecret(), official.secret])).toBe('invalid-signature')
  })

  it.each([
    ['no id', { id: undefined }],
    ['another id', { id: 'msg_other' }],
    ['an endless id', { id: 'x'.repeat(10_000) }],
    ['no timestamp', { timestamp: undefined }],
    ['a timestamp in words', { timestamp: 'now' }],
    ['a timestamp with a fraction', { timestamp: '1614265330.0' }],
    ['another timestamp', { timestamp: '1614265331' }],
    ['no signature', { signature: undefined }],
    ['an empty signature', { signature: 'v1,' }],
    ['a signature without its version', { signature: official.signature.slice(3) }],
    ['a signature under another version', { signature: official.signature.replace('v1,', 'v1a,') }],
    ['a cut signature', { signature: official.signature.slice(0, -4) }],
  ])('refuses %s', (_, message) => {
    expect(verdictOf(message)).toBe('invalid-signature')
  })

  it('refuses a timestamp more than five minutes off, either way', () => {
    const minutes = (count: number) => verdictOf({}, undefined, officialMs + count * 60_000)
    expect([minutes(-5.01), minutes(-4.99), minutes(4.99), minutes(5.01)]).toEqual([
      'stale-timestamp',
      'valid',
      'valid',
      'stale-timestamp',
    ])
  })
})

describe('a change of one bit', () => {
  const pair = newKeyPair()
  const flip = (bytes: Buffer, bit: number) => {
    const flipped = Buffer.from(bytes)
    const at = Math.floor(bit / 8) % flipped.length
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (bit % 8))
    return flipped
  }
  const signedBy = {
    v1: { signature: official.signature, keys: keysOf({ secrets: [official.secret] }) },
    v1a: { signature: pair.sign(official), keys: keysOf({ publicKeys: [pair.publicKey] }) },
  }
  it.each(Object.entries(signedBy))('%s: anywhere in the message is noticed', (_, { signature, keys }) => {
    const message = { ...official, signature }
    expect(verifySignature(message, keys, officialMs)).toBe('valid')
    const part = fc.constantFrom('id', 'timestamp', 'signature', 'body')
    fc.assert(
      fc.property(part, fc.nat(2_000), (name, bit) => {
        const whole = Buffer.from(message[name as 'id'])
        const changed = flip(whole, bit)
        const value = name === 'body' ? changed : changed.toString('latin1')
        expect(verifySignature({ ...message, [name]: value }, keys, officialMs)).not.toBe('valid')
      }),
      { numRuns: 300 },
    )
  })
})

describe('asymmetric signatures', () => {
  const pair = newKeyPair()
  const signature = pair.sign(official)

  it("takes a message signed with the partner's key, under any of several", () => {
    const keys = keysOf({ publicKeys: [newKeyPair().publicKey, pair.publicKey] })
    expect(verifySignature({ ...official, signature }, keys, officialMs)).toBe('valid')
  })

  it("refuses another's", () => {
    const keys = keysOf({ secrets: [official.secret], publicKeys: [newKeyPair().publicKey] })
    expect(verifySignature({ ...official, signature }, keys, officialMs)).toBe('invalid-signature')
  })
})

describe('the partner book', () => {
  it.each([
    [{ acme: { secrets: ['whsec_c2hvcnQ='] } }, 'acme.secrets.0'],
    [{ acme: { secrets: ['MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'] } }, 'acme.secrets.0'],
    [{ acme: { publicKeys: ['whpk_c2hvcnQ='] } }, 'acme.publicKeys.0'],
    [{ acme: {} }, 'needs a secret'],
  ])('names the fault and never the secret: %j', (book, fault) => {
    const create = () => createPartnerBook(book as PartnerBookInput)
    expect(create).toThrow(fault.split('.').at(-2) ?? fault)
    expect(create).not.toThrow('c2hvcnQ')
    expect(create).not.toThrow('MfKQ9r8')
  })

  it('cannot be printed', () => {
    const book = createPartnerBook({ acme: { secrets: [official.secret] } })
    expect(JSON.stringify([...book])).not.toContain('MfKQ9r8')
  })
})
