import { failed, type Outcome, succeeded } from '@touchline/api'
import { closeCodes, type Identity, type RevocableKind } from '@touchline/contracts'
import { addressKey } from '@touchline/contracts/addresses'
import type { Seat, SeatRequest } from './admission.ts'
import type { AdmissionLimits } from './admission-limits.ts'
import { createExpiryWheel } from './expiry-wheel.ts'
import type { FanIdentity } from './fan-tokens.ts'
import { NameIndex } from './name-index.ts'

/** Tells other gateways of a seat, and this one of seats that were taken by newer ones elsewhere. */
export interface SeatLeases {
  join(lease: Lease): void
  leave(lease: Lease): void
  close(): Promise<void>
}

export interface Lease {
  /** `fan:` or `key:` and its id. */
  readonly owner: string
  /** How many the owner may have; the newest stay. */
  readonly limit: number
  onEvicted(): void
}

export interface SeatBookOptions {
  readonly limits: AdmissionLimits
  readonly leases: SeatLeases | undefined
  /** What the token of a renewal says, if it may still come in. */
  check(token: string): Promise<Outcome<FanIdentity, 'unauthorized' | 'unavailable'>>
  now(): number
}

export interface SeatBook {
  take(request: SeatRequest): Outcome<Seat, 'too-many-sockets'>
  /** Closes the seats of what was revoked. */
  revoke(kind: RevocableKind, subject: string): void
  /** The API keys that have seats. */
  keyIds(): string[]
  /** A key's end has moved. */
  limitKey(keyId: string, expiresAtMs: number | undefined): void
  close(): void
}

/** A token may be renewed for so long after its end. */
export const expiryGraceMs = 10_000

/** What all seats of a book share. */
interface Desk {
  readonly check: SeatBookOptions['check']
  remove(seat: HeldSeat): void
  renewed(seat: HeldSeat): void
}

class HeldSeat implements Seat, Lease {
  identity: Identity
  readonly names: readonly string[]
  /** Of the lease; empty where there is none. */
  readonly owner: string
  readonly limit: number
  readonly #request: SeatRequest
  readonly #desk: Desk
  #isHeld = true

  constructor(request: SeatRequest, limits: AdmissionLimits, desk: Desk) {
    this.identity = request.identity
    this.names = namesOf(request)
    this.owner = request.identity.kind === 'anonymous' ? '' : (this.names[0] ?? '')
    this.limit = request.identity.kind === 'fan' ? limits.socketsPerFan : limits.socketsPerKey
    this.#request = request
    this.#desk = desk
  }

  leave(): void {
    if (this.#isHeld) this.#desk.remove(this)
    this.#isHeld = false
  }

  lose(closeCode: number, reason: string): void {
    if (!this.#isHeld) return
    this.leave()
    this.#request.onLost(closeCode, reason)
  }

  onEvicted(): void {
    this.lose(closeCodes.tooManySockets, 'newer connections took its place')
  }

  async renew(token: string): Promise<Outcome<Identity, 'unauthorized' | 'unavailable'>> {
    const renewed = await this.#desk.check(token)
    if (!renewed.ok) return renewed
    if (!this.#isHeld || !continues(this.identity, renewed.value)) return failed('unauthorized')
    this.identity = renewed.value
    this.#desk.renewed(this)
    return renewed
  }
}

export function createSeatBook({ limits, leases, check, now }: SeatBookOptions): SeatBook {
  const seats = new NameIndex<HeldSeat>()
  const wheel = createExpiryWheel<HeldSeat>({
    onExpired: seat => seat.lose(closeCodes.expired, 'the token has ended'),
    now,
  })
  const desk: Desk = {
    check,
    remove(seat) {
      for (const name of seat.names) seats.remove(name, seat)
      wheel.set(seat, undefined)
      if (seat.owner !== '') leases?.leave(seat)
    },
    renewed: seat => wheel.set(seat, endOf(seat.identity)),
  }
  const add = (seat: HeldSeat) => {
    for (const name of seat.names) seats.add(name, seat)
    wheel.set(seat, endOf(seat.identity))
    if (seat.owner === '') return
    leases?.join(seat)
    const own = seats.of(seat.owner)
    for (const old of own.slice(0, Math.max(0, own.length - seat.limit))) old.onEvicted()
  }

  return {
    take(request) {
      const { identity, address } = request
      const open = identity.kind === 'anonymous' ? seats.count(anonymousName(address)) : 0
      if (open >= limits.anonymousSocketsPerAddress) return failed('too-many-sockets')
      const seat = new HeldSeat(request, limits, desk)
      add(seat)
      return succeeded(seat)
    },
    revoke(kind, subject) {
      for (const seat of seats.of(revocableName(kind, subject))) seat.lose(closeCodes.revoked, 'revoked')
    },
    keyIds: () =>
      [...seats.names()].filter(name => name.startsWith(prefixes['api-key'])).map(name => name.slice(4)),
    limitKey(keyId, expiresAtMs) {
      for (const seat of seats.of(revocableName('api-key', keyId))) wheel.set(seat, expiresAtMs)
    },
    close: () => wheel.close(),
  }
}

const anonymousName = (address: string) => `anonymous:${addressKey(address)}`
const prefixes = { session: 'session:', fan: 'fan:', 'api-key': 'key:' } as const
const revocableName = (kind: RevocableKind, subject: string) => `${prefixes[kind]}${subject}`

/** The first is whose the seat is. */
function namesOf({ identity, address }: SeatRequest): string[] {
  switch (identity.kind) {
    case 'anonymous':
      return [anonymousName(address)]
    case 'fan':
      return [revocableName('fan', identity.fanId), revocableName('session', identity.sessionId)]
    case 'developer':
      return [revocableName('api-key', identity.keyId)]
  }
}

function endOf(identity: Identity): number | undefined {
  if (identity.kind === 'fan') return identity.expiresAtMs + expiryGraceMs
  return identity.kind === 'developer' ? identity.expiresAtMs : undefined
}

const continues = (before: Identity, after: FanIdentity): boolean =>
  before.kind === 'fan' && before.fanId === after.fanId && before.sessionId === after.sessionId
