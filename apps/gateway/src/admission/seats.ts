import { failed, type Outcome, succeeded } from '@touchline/api'
import { closeCodes, type Identity, type RevocableKind } from '@touchline/contracts'
import { addressKey } from './address-key.ts'
import type { Seat, SeatRequest } from './admission.ts'
import type { AdmissionLimits } from './admission-limits.ts'
import { createExpiryWheel } from './expiry-wheel.ts'
import type { FanIdentity } from './fan-tokens.ts'

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

interface HeldSeat extends Seat {
  identity: Identity
  readonly names: readonly string[]
  readonly lease: Lease | undefined
  lose(closeCode: number, reason: string): void
}

export function createSeatBook({ limits, leases, check, now }: SeatBookOptions): SeatBook {
  /** Seats by each name that they go by, the oldest first. */
  const byName = new Map<string, Set<HeldSeat>>()
  const wheel = createExpiryWheel<HeldSeat>({
    onExpired: seat => seat.lose(closeCodes.expired, 'the token has ended'),
    now,
  })
  const seatsOf = (name: string) => byName.get(name) ?? new Set<HeldSeat>()

  const add = (seat: HeldSeat) => {
    for (const name of seat.names) {
      const seats = byName.get(name)
      if (seats) seats.add(seat)
      else byName.set(name, new Set([seat]))
    }
    wheel.set(seat, endOf(seat.identity))
    if (seat.lease) leases?.join(seat.lease)
  }
  const remove = (seat: HeldSeat) => {
    for (const name of seat.names) {
      const seats = byName.get(name)
      seats?.delete(seat)
      if (seats?.size === 0) byName.delete(name)
    }
    wheel.set(seat, undefined)
    if (seat.lease) leases?.leave(seat.lease)
  }

  const hold = ({ identity, address, onLost }: SeatRequest): HeldSeat => {
    let held = true
    const leave = () => {
      if (held) remove(seat)
      held = false
    }
    const lose = (closeCode: number, reason: string) => {
      if (!held) return
      leave()
      onLost(closeCode, reason)
    }
    const onEvicted = () => lose(closeCodes.tooManySockets, 'newer connections took its place')
    const seat: HeldSeat = {
      identity,
      names: namesOf(identity, address),
      lease: leaseOf(identity, limits, onEvicted),
      leave,
      lose,
      renew: async token => {
        const renewed = await check(token)
        if (!renewed.ok) return renewed
        if (!held || !continues(seat.identity, renewed.value)) return failed('unauthorized')
        seat.identity = renewed.value
        wheel.set(seat, endOf(renewed.value))
        return renewed
      },
    }
    return seat
  }

  return {
    take(request) {
      const { identity, address } = request
      if (identity.kind === 'anonymous') {
        const open = seatsOf(anonymousName(address)).size
        if (open >= limits.anonymousSocketsPerAddress) return failed('too-many-sockets')
      }
      const seat = hold(request)
      add(seat)
      const { lease } = seat
      if (lease) for (const old of surplus(seatsOf(lease.owner), lease.limit)) old.lease?.onEvicted()
      return succeeded(seat)
    },
    revoke(kind, subject) {
      for (const seat of [...seatsOf(revocableName(kind, subject))]) seat.lose(closeCodes.revoked, 'revoked')
    },
    keyIds: () => [...byName.keys()].filter(name => name.startsWith('key:')).map(name => name.slice(4)),
    limitKey(keyId, expiresAtMs) {
      for (const seat of seatsOf(`key:${keyId}`)) wheel.set(seat, expiresAtMs)
    },
    close: () => wheel.close(),
  }
}

const anonymousName = (address: string) => `anonymous:${addressKey(address)}`
const prefixes = { session: 'session:', fan: 'fan:', 'api-key': 'key:' } as const
const revocableName = (kind: RevocableKind, subject: string) => `${prefixes[kind]}${subject}`

function namesOf(identity: Identity, address: string): string[] {
  switch (identity.kind) {
    case 'anonymous':
      return [anonymousName(address)]
    case 'fan':
      return [revocableName('fan', identity.fanId), revocableName('session', identity.sessionId)]
    case 'developer':
      return [revocableName('api-key', identity.keyId)]
  }
}

function leaseOf(identity: Identity, limits: AdmissionLimits, onEvicted: () => void): Lease | undefined {
  if (identity.kind === 'anonymous') return undefined
  return identity.kind === 'fan'
    ? { owner: `fan:${identity.fanId}`, limit: limits.socketsPerFan, onEvicted }
    : { owner: `key:${identity.keyId}`, limit: limits.socketsPerKey, onEvicted }
}

function endOf(identity: Identity): number | undefined {
  if (identity.kind === 'fan') return identity.expiresAtMs + expiryGraceMs
  return identity.kind === 'developer' ? identity.expiresAtMs : undefined
}

const continues = (before: Identity, after: FanIdentity): boolean =>
  before.kind === 'fan' && before.fanId === after.fanId && before.sessionId === after.sessionId

const surplus = (seats: ReadonlySet<HeldSeat>, limit: number): HeldSeat[] =>
  [...seats].slice(0, Math.max(0, seats.size - limit))
