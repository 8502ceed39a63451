import { answered, refused } from './answers.ts'
import type { AuthOptions, Visitor } from './auth-options.ts'
import type { Door, Endpoint } from './door.ts'
import { changePassword } from './endpoints/change-password.ts'
import { enableSecondFactor } from './endpoints/enable-second-factor.ts'
import { verifyBackupCode, verifyTotp } from './endpoints/second-step.ts'
import { signIn } from './endpoints/sign-in.ts'
import { revokeSessions, signOut } from './endpoints/sign-out.ts'
import { signUp } from './endpoints/sign-up.ts'
import { basePath, type Engine } from './engine.ts'
import { createVisitReader } from './read-visit.ts'
import { findSession, visitorFor } from './visitor.ts'

/** All that can be done at the door, by path; anything else is not there, whatever the engine could do. */
export const endpoints: Readonly<Record<string, Endpoint>> = {
  '/sign-in/email': signIn,
  '/sign-up/email': signUp,
  '/sign-out': signOut,
  '/revoke-sessions': revokeSessions,
  '/change-password': changePassword,
  '/two-factor/enable': enableSecondFactor,
  '/two-factor/verify-totp': verifyTotp,
  '/two-factor/verify-backup-code': verifyBackupCode,
}

/** The endpoints there are, for a test that lists them. */
export const endpointPaths: readonly string[] = Object.keys(endpoints)

/** Answers `/api/auth/*`. */
export function createHandler(door: Door, options: AuthOptions): (request: Request) => Promise<Response> {
  const readVisit = createVisitReader(options)
  const reads: Readonly<Record<string, (request: Request) => Promise<Response>>> = {
    '/jwks': createKeyReader(door.engine),
    '/get-session': ({ headers }) => looked(door, headers),
  }
  const posted = async (request: Request, one: Endpoint): Promise<Response> => {
    const read = await readVisit(request, one.input)
    if (!read.ok) return read.response
    const found = await findSession(door.engine, door.database, request.headers)
    return one.answer(door, { ...read.visit, found })
  }
  return async request => {
    const path = pathIn(request)
    const read = Object.hasOwn(reads, path) ? reads[path] : undefined
    if (read && request.method === 'GET') return read(request)
    const one = Object.hasOwn(endpoints, path) ? endpoints[path] : undefined
    return one && request.method === 'POST' ? posted(request, one) : refused('not-found')
  }
}

/** An endpoint has one spelling, as the list has it: any other, whoever let it through, is not there. */
function pathIn({ url }: Request): string {
  const { pathname } = new URL(url)
  return pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : ''
}

/** Who one is. */
const looked = async ({ engine, database }: Door, headers: Headers): Promise<Response> =>
  answered(shown(visitorFor(await findSession(engine, database, headers))))

const keysKeptMs = 5_000

/** The keys that fans' tokens are signed with: anybody may read them, so they are looked up now and then only. */
function createKeyReader(engine: Engine): () => Promise<Response> {
  let kept: { readonly keys: ReturnType<Engine['api']['getJwks']>; readonly untilMs: number } | undefined
  return async () => {
    if (!kept || kept.untilMs < Date.now())
      kept = { keys: engine.api.getJwks(), untilMs: Date.now() + keysKeptMs }
    const { keys } = kept
    const read = await keys.catch(error => {
      kept = undefined
      throw error
    })
    return Response.json(read, { headers: { 'Cache-Control': 'public, max-age=60' } })
  }
}

/** Who one is, as a page may know it: no ids of sessions. */
function shown(visitor: Visitor): object {
  if (visitor.kind === 'nobody') return visitor
  if (visitor.kind === 'fan') return { kind: 'fan', email: visitor.email }
  if (visitor.kind === 'operator') {
    const { name, role } = visitor.operator
    return { kind: 'operator', email: name, role }
  }
  const { kind, email, role, next } = visitor
  return { kind, email, role, next }
}
