import { type NextRequest, NextResponse } from 'next/server'
import { readEnv } from './env.ts'
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
  const policy = contentSecurityPolicy({
    nonce: crypto.randomUUID().replaceAll('-', ''),
    host: request.headers.get('host') ?? '',
    protocol: request.headers.get('x-forwarded-proto') === 'https' ? 'https:' : request.nextUrl.protocol,
    gateway: readEnv().gateway,
    development: process.env.NODE_ENV === 'development',
  })
  const headers = new Headers(request.headers)
  headers.set('Content-Security-Policy', policy)
  headers.set(pathHeader, `${request.nextUrl.pathname}${request.nextUrl.search}`)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  for (const [name, value] of Object.entries(fixedHeaders)) response.headers.set(name, value)
  return response
}

export const config = { matcher: '/((?!_next/static|_next/image).*)' }
