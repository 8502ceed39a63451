import { codeOfUnexpected } from '../../error-map.ts'
import { refused } from './answers.ts'
import { createAttempts } from './attempts.ts'
import type { Auth, AuthOptions } from './auth-options.ts'
import { createDevices } from './device.ts'
import type { Door } from './door.ts'
import { createEngine } from './engine.ts'
import { createFanTokens } from './fan-token.ts'
import { createHandler } from './handle.ts'
import { createPasswordQueue } from './password-queue.ts'
import { findSession, visitorFor } from './visitor.ts'

export type { Auth, AuthOptions, Visitor } from './auth-options.ts'
export { isSameOrigin } from './same-origin.ts'

/** Who people are: signing in and out, second factors, sessions, and fans' tokens. */
export function createAuth(options: AuthOptions): Auth {
  const { database, onUnexpected } = options
  const engine = createEngine(options)
  const { fansMaySignUp = true, reservedDomains = [] } = options
  const door: Door = {
    engine,
    database,
    attempts: createAttempts(database),
    devices: createDevices(options.secret),
    passwords: createPasswordQueue(),
    signUp: fansMaySignUp ? { reservedDomains } : undefined,
  }
  /** What nobody expected is told by its code alone. */
  const answering = (answer: (request: Request) => Promise<Response>) => (request: Request) =>
    answer(request).catch((error: unknown) => {
      onUnexpected?.(error)
      return refused(codeOfUnexpected(error))
    })
  return {
    handle: answering(createHandler(door, options)),
    fanToken: answering(createFanTokens(door, options)),
    visitorOf: async headers => visitorFor(await findSession(engine, database, headers)),
  }
}
