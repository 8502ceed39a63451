import type { Database } from '@touchline/db'
import type { z } from 'zod'
import { refused } from './answers.ts'
import type { Attempts } from './attempts.ts'
import type { Devices } from './device.ts'
import type { Engine } from './engine.ts'
import { callEngine, type EngineAnswer } from './engine-call.ts'
import type { Asker, PasswordQueue } from './password-queue.ts'
import type { Found } from './visitor.ts'

/** What the endpoints share. */
export interface Door {
  readonly engine: Engine
  readonly database: Database
  readonly attempts: Attempts
  readonly devices: Devices
  readonly passwords: PasswordQueue
  /** Undefined where fans can't make accounts by themselves. */
  readonly signUp: { readonly reservedDomains: readonly string[] } | undefined
}

/** A request whose origin and body have been found good. */
export interface Visit<Input = unknown> {
  readonly input: Input
  readonly headers: Headers
  readonly address: string
  /** The session that came with it. */
  readonly found: Found | undefined
}

export interface Endpoint<Schema extends z.ZodType = z.ZodType> {
  /** Fields that are not named here are refused. */
  readonly input: Schema
  answer(door: Door, visit: Visit<z.output<Schema>>): Promise<Response>
}

export const endpoint = <Schema extends z.ZodType>(one: Endpoint<Schema>): Endpoint =>
  one as unknown as Endpoint

/** Calls the engine on behalf of a visit. */
export const ask = (
  { engine }: Door,
  { headers, address }: Pick<Visit, 'headers' | 'address'>,
  { path, body, without }: { path: string; body: object; without?: readonly string[] },
): Promise<EngineAnswer> =>
  callEngine(engine, { path, body, headers, address, ...(without ? { without } : {}) })

/** Hashes a password in its turn, or says that there is no room now. */
export const inTurn = async (
  { passwords }: Door,
  asker: Asker,
  work: () => Promise<Response>,
): Promise<Response> => (await passwords.run(asker, work)) ?? refused('unavailable', { retryAfterSeconds: 2 })

/** Whoever is signed in is known, and has turns of their own. */
export const askerOf = ({ role, userId }: Pick<Found, 'role' | 'userId'>): Asker => ({
  standing: role === 'fan' ? 'known' : 'operator',
  from: userId,
})
