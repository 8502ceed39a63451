import { connectSources, type GatewayPlace, gatewayUrlFor } from './gateway-origin.ts'

interface PolicyInput {
  readonly nonce: string
  readonly host: string
  readonly protocol: string
  readonly gateway: GatewayPlace
  /** React's development build evaluates code, and its reload uses a socket of its own. */
  readonly development: boolean
}

/** Scripts by nonce; connections to this origin and the gateway alone; never in a frame. */
export function contentSecurityPolicy(input: PolicyInput): string {
  const { nonce, gateway, development } = input
  const connect = connectSources(gatewayUrlFor(gateway, input))
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${["'self'", ...connect, ...(development ? ['ws:'] : [])].join(' ')}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
