import { type NextRequest, NextResponse } from 'next/server'
import { isDevelopment, readEnv } from './env.ts'
import { contentSecurityPolicy } from './features/gateway/content-security-policy.ts'
import { pathHeader } from './server/path-header.ts'

const fixedHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
}

/** Every page gets a nonce of its own; Next reads it from the policy in the request. */
export function proxy(request: NextRequest): NextResponse {
  if (!isReadable(request.nextUrl.pathname))
    return new NextResponse('This address can not be read: it has bytes that are no text.', { status: 400 })
  const policy = contentSecurityPolicy({
    nonce: crypto.randomUUID().replaceAll('-', ''),
    host: request.headers.get('host') ?? '',
    protocol: request.headers.get('x-forwarded-proto') === 'https' ? 'https:' : request.nextUrl.protocol,
    gateway: readEnv().gateway,
    development: isDevelopment,
  })
  const headers = new Headers(request.headers)
  headers.set('Content-Security-Policy', policy)
  headers.set(pathHeader, `${request.nextUrl.pathname}${request.nextUrl.search}`)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  for (const [name, value] of Object.entries(fixedHeaders)) response.headers.set(name, value)
  return response
}

/** Pages are given what stands in their address; what is no UTF-8 would break them. */
function isReadable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

/** What is under `/api/` is no page and needs no policy; here Next would keep a copy of each body before anybody is known. */
export const config = { matcher: '/((?!_next/static|_next/image|api/).*)' }
