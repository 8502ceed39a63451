import type { Database } from '@touchline/db'
import type { z } from 'zod'
import type { Attempts } from './attempts.ts'
import type { Engine } from './engine.ts'
import { callEngine, type EngineAnswer } from './engine-call.ts'
import type { Found } from './visitor.ts'

/** What the endpoints share. */
export interface Door {
  readonly engine: Engine
  readonly database: Database
  readonly attempts: Attempts
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
  /** Whether a password is hashed for it, which takes a core for a while. */
  readonly isCostly?: boolean
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
