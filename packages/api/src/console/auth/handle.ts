import { faultsOf } from '@touchline/contracts'
import { boundedBody } from '../bounded-body.ts'
import { addressOf } from './address.ts'
import { answered, refused } from './answers.ts'
import type { AuthOptions, Visitor } from './auth-options.ts'
import type { Door, Endpoint } from './door.ts'
import { changePassword } from './endpoints/change-password.ts'
import { enableSecondFactor } from './endpoints/enable-second-factor.ts'
import { verifyBackupCode, verifyTotp } from './endpoints/second-step.ts'
import { signIn } from './endpoints/sign-in.ts'
import { revokeSessions, signOut } from './endpoints/sign-out.ts'
import { signUp } from './endpoints/sign-up.ts'
import { basePath } from './engine.ts'
import { isSameOrigin } from './same-origin.ts'
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

const maxBodyBytes = 16_384
/** Passwords hashed at once, each for some 60 ms of a core and 32 MiB. */
const maxCostly = 8

/** Answers `/api/auth/*`. */
export function createHandler(door: Door, options: AuthOptions): (request: Request) => Promise<Response> {
  const { publicUrls, trustedProxies = 0 } = options
  const posted = withRoom(async (request, one) => {
    if (!isSameOrigin(request, publicUrls)) return refused('foreign-origin')
    const read = await readJson(request)
    if (!read.ok) return refused(read.code)
    const input = one.input.safeParse(read.value)
    if (!input.success) return refused('invalid-input', { faults: faultsOf(input.error) })
    const { headers } = request
    const found = await findSession(door.engine, door.database, headers)
    return one.answer(door, {
      input: input.data,
      headers,
      address: addressOf(headers, trustedProxies),
      found,
    })
  })
  return async request => {
    const path = new URL(request.url).pathname.slice(basePath.length)
    if (request.method === 'GET') return looked(door, path, request.headers)
    const one = Object.hasOwn(endpoints, path) ? endpoints[path] : undefined
    return one && request.method === 'POST' ? posted(request, one) : refused('not-found')
  }
}

/** What can be read at the door: who one is, and the keys that fans' tokens are signed with. */
async function looked({ engine, database }: Door, path: string, headers: Headers): Promise<Response> {
  if (path === '/get-session')
    return answered(shown(visitorFor(await findSession(engine, database, headers))))
  if (path !== '/jwks') return refused('not-found')
  return Response.json(await engine.api.getJwks(), { headers: { 'Cache-Control': 'public, max-age=60' } })
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

type Posted = (request: Request, one: Endpoint) => Promise<Response>

function withRoom(next: Posted): Posted {
  let costly = 0
  return async (request, one) => {
    if (one.isCostly !== true) return next(request, one)
    if (costly >= maxCostly) return refused('unavailable', { retryAfterSeconds: 1 })
    costly += 1
    try {
      return await next(request, one)
    } finally {
      costly -= 1
    }
  }
}

type Read =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: 'payload-too-large' | 'invalid-json' | 'invalid-input' }

/** Only JSON that says so: what a form of another site could send is something else. */
async function readJson(request: Request): Promise<Read> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type)) return { ok: false, code: 'invalid-input' }
  const body = await boundedBody(request, maxBodyBytes)
  if (body === undefined) return { ok: false, code: 'payload-too-large' }
  try {
    return { ok: true, value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) }
  } catch {
    return { ok: false, code: 'invalid-json' }
  }
}
