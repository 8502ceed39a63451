import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Crockford's alphabet: nothing in it is taken for another. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const idLength = 12
const secretLength = 32
const checkLength = 7
const shape = new RegExp(`^tlk_([${alphabet}]{${idLength}})_([${alphabet}]{${secretLength + checkLength}})$`)

export interface KeyText {
  readonly keyId: string
  /** HMAC-SHA-256 of the whole key with the pepper: what is stored. */
  readonly hash: Buffer
}

export interface NewKeyText extends KeyText {
  /** `tlk_<keyId>_<secret>`: shown once. */
  readonly text: string
}

/** A key of 160 random bits. Its last 7 characters are a checksum that only who has the pepper can make. */
export function newKeyText(pepper: string): NewKeyText {
  const body = `tlk_${randomText(idLength)}_${randomText(secretLength)}`
  const text = `${body}${checkOf(body, pepper)}`
  return { text, keyId: text.slice(4, 4 + idLength), hash: hashOf(text, pepper) }
}

/** Undefined for a typo, and for all but one in 2^35 guesses: these need not be looked up. */
export function readKeyText(text: string, pepper: string): KeyText | undefined {
  const [, keyId] = shape.exec(text) ?? []
  if (keyId === undefined) return undefined
  const check = Buffer.from(text.slice(-checkLength))
  const expected = Buffer.from(checkOf(text.slice(0, -checkLength), pepper))
  return timingSafeEqual(check, expected) ? { keyId, hash: hashOf(text, pepper) } : undefined
}

/** In a time that tells nothing of where they differ. */
export const sameHash = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && timingSafeEqual(a, b)

const hashOf = (text: string, pepper: string): Buffer =>
  createHmac('sha256', pepper).update(`key\0${text}`).digest()

const checkOf = (body: string, pepper: string): string =>
  encode(createHmac('sha256', pepper).update(`check\0${body}`).digest(), checkLength)

const randomText = (length: number): string => encode(randomBytes(length), length)

const encode = (bytes: Uint8Array, length: number): string =>
  Array.from(bytes.subarray(0, length), byte => alphabet[byte & 31]).join('')
