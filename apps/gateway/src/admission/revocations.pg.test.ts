import {
  atCommandLine,
  createApiKey,
  createApiKeyInput,
  liftRevocation,
  revoke,
  revokeInput,
  rotateApiKey,
} from '@touchline/api'
import { anonymous, closeCodes, type Identity, type RevocableKind } from '@touchline/contracts'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import type { Admission, Credentials } from './admission.ts'
import type { HandshakeOutcome } from './admission-meters.ts'
import { createAdmission } from './create-admission.ts'
import { createSigner, type Signer } from './testing/signer.ts'

let test: TestDatabase
let signer: Signer
const pepper = 'a pepper for tests alone'
const doors: Admission[] = []
const errors: unknown[] = []
beforeAll(async () => {
  test = await createTestDatabase()
  signer = await createSigner()
})
afterEach(async () => {
  await Promise.all(doors.splice(0).map(door => door.close()))
  errors.length = 0
})
afterAll(() => test.drop())

function open(pool: Pick<TestDatabase['database'], 'pool'> = test.database): Admission {
  const door = createAdmission({
    database: pool,
    instance: `door-${doors.length}`,
    onError: error => errors.push(error),
    fanKeys: { jwks: signer.jwks },
    apiKeyPepper: pepper,
  })
  doors.push(door)
  return door
}

const revoked = async (kind: RevocableKind, subject: string) => {
  const input = revokeInput.parse({ kind, subject, reason: 'test' })
  const outcome = await revoke(test.database, input, atCommandLine('op'))
  if (!outcome.ok) throw new Error(outcome.code)
}

async function sit(door: Admission, credentials: { token: string } | { apiKey: string }) {
  const known = await door.identify(credentials)
  if (!known.ok) throw new Error(known.code)
  const lost: number[] = []
  const onLost = (code: number) => lost.push(code)
  const seated = await door.seat({ identity: known.value, address: '192.0.2.1', onLost })
  if (!seated.ok) throw new Error(seated.code)
  return { lost, seat: seated.value, identity: known.value }
}

const within = (ms: number, assertion: () => void) => vi.waitFor(assertion, { timeout: ms, interval: 10 })

it('closes the sockets of a session within a second at every gateway, and keeps it out', async () => {
  const [a, b] = [open(), open()]
  const token = await signer.sign({ sub: 'ann', sid: 'ann-1' })
  const other = await signer.sign({ sub: 'ann', sid: 'ann-2' })
  const [first, second, third] = [
    await sit(a, { token }),
    await sit(b, { token }),
    await sit(b, { token: other }),
  ]
  await revoked('session', 'ann-1')
  await within(1_000, () =>
    expect([first.lost, second.lost]).toEqual([[closeCodes.revoked], [closeCodes.revoked]]),
  )
  expect(third.lost).toEqual([])
  for (const door of [a, b]) {
    expect(await door.identify({ token })).toEqual({ ok: false, code: 'unauthorized' })
    expect(await door.identify({ token: other })).toMatchObject({ ok: true })
  }
  const late = { identity: first.identity, address: '192.0.2.1', onLost: () => {} }
  expect(await a.seat(late)).toEqual({ ok: false, code: 'unauthorized' })
})

it('keeps a revoked session out, and lets the fan go on with another', async () => {
  const door = open()
  const { seat } = await sit(door, { token: await signer.sign({ sub: 'cat', sid: 'cat-1' }) })
  await revoked('session', 'cat-2')
  await vi.waitFor(async () => {
    const token = await signer.sign({ sub: 'cat', sid: 'cat-2' })
    expect(await door.identify({ token })).toMatchObject({ ok: false })
  }, 10_000)
  expect(await seat.renew(await signer.sign({ sub: 'cat', sid: 'cat-1' }))).toMatchObject({ ok: true })
})

it("refuses a fan's older tokens, and every one for good where it is said so, until it is lifted", async () => {
  const door = open()
  const nowSeconds = Math.floor(Date.now() / 1_000)
  const fan = async (iat: number) =>
    door.identify({
      token: await signer.sign({ sub: 'eve', iat: nowSeconds + iat, exp: nowSeconds + iat + 200 }),
    })
  const { lost } = await sit(door, { token: await signer.sign({ sub: 'eve' }) })
  await test.database.pool.query(
    `insert into revocations (kind, subject, reason, revoked_by, revoked_at, expires_at)
     values ('fan', 'eve', 'r', 'op', now() - interval '60 s', now() + interval '240 s')`,
  )
  await within(1_000, () => expect(lost).toEqual([closeCodes.revoked]))
  expect(await fan(-100)).toEqual({ ok: false, code: 'unauthorized' })
  expect(await fan(-58)).toEqual({ ok: false, code: 'unauthorized' })
  expect(await fan(0)).toMatchObject({ ok: true })
  await test.database.pool.query(
    `insert into revocations (kind, subject, reason, revoked_by, revoked_at)
     values ('fan', 'eve', 'r', 'op', now() - interval '60 s')`,
  )
  await vi.waitFor(async () => expect(await fan(0)).toEqual({ ok: false, code: 'unauthorized' }), 10_000)
  expect(
    await liftRevocation(test.database, { kind: 'fan', subject: 'eve' }, atCommandLine('op')),
  ).toMatchObject({
    value: { lifted: 2 },
  })
  expect(await open().identify({ token: await signer.sign({ sub: 'eve' }) })).toMatchObject({ ok: true })
})

it('finds revocations that become visible later than those with higher ids', async () => {
  const door = open()
  const tokens = { late: await signer.sign({ sub: 'late' }), early: await signer.sign({ sub: 'early' }) }
  const late = await sit(door, { token: tokens.late })
  const early = await sit(door, { token: tokens.early })
  const slow = await test.database.pool.connect()
  try {
    await slow.query('begin')
    await slow.query(
      `insert into revocations (kind, subject, reason, revoked_by) values ('fan', 'late', 'r', 'op')`,
    )
    await revoked('fan', 'early')
    await within(1_000, () => expect(early.lost).toEqual([closeCodes.revoked]))
    expect(late.lost).toEqual([])
    await slow.query('commit')
  } finally {
    slow.release()
  }
  await within(1_000, () => expect(late.lost).toEqual([closeCodes.revoked]))
})

it('ends an API key and its sockets within a second', async () => {
  const [a, b] = [open(), open()]
  const input = createApiKeyInput.parse({ owner: 'acme', name: 'feed', requestsPerMinute: 7 })
  const made = await createApiKey({ database: test.database, pepper }, input, atCommandLine('op'))
  if (!made.ok) throw new Error('not made')
  const { key, apiKey } = made.value
  const seats = [await sit(a, { apiKey: key }), await sit(b, { apiKey: key })]
  expect(seats[0]?.identity).toMatchObject({ kind: 'developer', owner: 'acme', requestsPerMinute: 7 })
  await revoked('api-key', apiKey.keyId)
  await within(1_000, () =>
    expect(seats.map(({ lost }) => lost)).toEqual([[closeCodes.revoked], [closeCodes.revoked]]),
  )
  expect(await a.identify({ apiKey: key })).toEqual({ ok: false, code: 'unauthorized' })
})

it('takes both keys of a rotation until the old one ends', async () => {
  const door = open()
  const input = createApiKeyInput.parse({ owner: 'acme', name: 'feed' })
  const made = await createApiKey({ database: test.database, pepper }, input, atCommandLine('op'))
  if (!made.ok) throw new Error('not made')
  const before = made.value
  const asked = { keyId: before.apiKey.keyId, overlapHours: 1 }
  const rotated = await rotateApiKey({ database: test.database, pepper }, asked, atCommandLine('op'))
  if (!rotated.ok) throw new Error(rotated.code)
  expect(await door.identify({ apiKey: before.key })).toMatchObject({ ok: true })
  expect(await door.identify({ apiKey: rotated.value.key })).toMatchObject({ value: { owner: 'acme' } })
  await test.database.pool.query('update api_keys set expires_at = now() where key_id = $1', [asked.keyId])
  await vi.waitFor(
    async () =>
      expect(await door.identify({ apiKey: before.key })).toEqual({ ok: false, code: 'unauthorized' }),
    { timeout: 2_000 },
  )
  expect(await door.identify({ apiKey: rotated.value.key })).toMatchObject({ ok: true })
})

it('counts each beginning of a connection once', async () => {
  const counted: HandshakeOutcome[] = []
  const door = createAdmission({
    database: test.database,
    instance: 'door',
    onError: () => {},
    fanKeys: { jwks: signer.jwks },
    limits: { anonymousSocketsPerAddress: 1 },
    meter: { count: outcome => counted.push(outcome) },
  })
  doors.push(door)
  const place = { address: '192.0.2.1', onLost: () => {} }
  const admit = async (credentials: Credentials) => (await door.admit({ ...place, credentials })).ok
  expect(await admit({ token: await signer.sign() })).toBe(true)
  expect(await admit({ token: 'forged' })).toBe(false)
  expect(await admit({ token: await signer.sign(), apiKey: 'tlk_a_b' })).toBe(false)
  expect([await admit({}), await admit({})]).toEqual([true, false])
  expect(counted).toEqual(['accepted', 'unauthorized', 'unauthorized', 'accepted', 'rate-limited'])
})

it('says that it can not tell while it has never seen the revocations, and goes on with what it knows', async () => {
  const { pool } = test.database
  await pool.query('alter table revocations rename to away')
  const token = await signer.sign({ sub: 'ann', sid: 'ann-9' })
  const door = open()
  expect(await door.identify({ token })).toEqual({ ok: false, code: 'unavailable' })
  expect(await door.identify({})).toEqual({ ok: true, value: anonymous satisfies Identity })
  await pool.query('alter table away rename to revocations')
  await vi.waitFor(async () => expect(await door.identify({ token })).toMatchObject({ ok: true }), 10_000)
  await pool.query('alter table revocations rename to away')
  const before = errors.length
  await vi.waitFor(() => expect(errors.length).toBeGreaterThan(before), 10_000)
  expect(await door.identify({ token })).toMatchObject({ ok: true })
  await pool.query('alter table away rename to revocations')
})
