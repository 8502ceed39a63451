import type { Outcome } from '@touchline/api'
import type { Identity } from '@touchline/contracts'

/** What a request says of itself before anything is known of it. */
export interface Arrival {
  /** The client's address; behind trusted proxies the one that they tell. */
  readonly address: string
  readonly origin: string | undefined
  readonly cookie: string | undefined
  /** `Bearer …`: a fan's token or an API key. */
  readonly authorization: string | undefined
}

/** What a client shows; on a socket in its connectionParams, on HTTP in headers or a cookie. */
export interface Credentials {
  readonly token?: string | undefined
  readonly apiKey?: string | undefined
}

export interface RateVerdict {
  readonly allowed: boolean
  /** Of the limit that is nearest to its end, for the RateLimit headers. */
  readonly policy: string
  readonly limit: number
  readonly windowSeconds: number
  readonly remaining: number
  readonly resetSeconds: number
}

/** A socket's place. The gateway calls `leave` once it is closed. */
export interface Seat {
  readonly identity: Identity
  /** In place: the same fan, session and socket go on under a newer token. */
  renew(token: string): Promise<Outcome<Identity, 'unauthorized' | 'unavailable'>>
  leave(): void
}

export interface SeatRequest {
  readonly identity: Identity
  readonly address: string
  /** Called once, when the seat is lost: revoked, expired, or taken by a newer socket of the same fan. */
  onLost(closeCode: number, reason: string): void
}

/** A socket that has just opened, with what it shows. */
export interface AdmitRequest extends Omit<SeatRequest, 'identity'> {
  readonly credentials: Credentials
}

/**
 * Who may come in, and how much of what belongs to all they may take. Everything here works, with what this process
 * knows, while Redis is away; tokens are checked without any call to the outside once the keys are known.
 */
export interface Admission {
  /** Before an upgrade, synchronously: Origin, load, and the address's rate of handshakes. */
  handshake(arrival: Arrival): Outcome<undefined, 'forbidden' | 'rate-limited' | 'unavailable'>
  /** What an HTTP request shows: header, or a cookie where the Origin is on the list. */
  credentialsOf(arrival: Arrival): Outcome<Credentials, 'forbidden'>
  /** No credentials: anonymous. `unavailable`: the keys, or the store of API keys, can't be reached. */
  identify(credentials: Credentials): Promise<Outcome<Identity, 'unauthorized' | 'unavailable'>>
  /** A place for one more socket; the fan's oldest one is closed where there are too many. */
  seat(request: SeatRequest): Promise<Outcome<Seat, 'unauthorized' | 'too-many-sockets'>>
  /** Both in one, for a socket; counts how it began, so that each connection is counted once. */
  admit(request: AdmitRequest): Promise<Outcome<Seat, 'unauthorized' | 'unavailable' | 'too-many-sockets'>>
  /** Counts a request of so many calls, by default one, against the address, the caller and the tier. */
  request(identity: Identity, address: string, calls?: number): Promise<RateVerdict>
  /** Counts the opening of one feed against the caller, in this process and without waiting. */
  feed(identity: Identity, address: string): Outcome<undefined, 'rate-limited'>
  /** True while limits are counted by this process alone, though a Redis is named to count in together. */
  countsAlone(): boolean
  close(): Promise<void>
}
