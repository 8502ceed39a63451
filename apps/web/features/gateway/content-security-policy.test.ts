import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy } from './content-security-policy.ts'

const policy = (more: object) =>
  contentSecurityPolicy({
    nonce: 'n0',
    host: 'fans.example:3000',
    protocol: 'http:',
    gateway: { publicUrl: undefined, port: 4000 },
    development: false,
    ...more,
  })

describe('the content security policy', () => {
  it('lets a page reach the gateway beside it, over HTTP and WebSocket', () => {
    expect(policy({})).toContain("connect-src 'self' http://fans.example:4000 ws://fans.example:4000")
    expect(policy({ host: '[::1]:3000' })).toContain('ws://[::1]:4000')
  })

  it('prefers the address it is given', () => {
    const text = policy({ gateway: { publicUrl: 'https://live.example/', port: 4000 } })
    expect(text).toContain("connect-src 'self' https://live.example wss://live.example;")
  })

  it('takes nothing from a host header that is no host', () => {
    expect(policy({ host: "x; script-src 'unsafe-inline'" })).toContain("connect-src 'self';")
  })

  it('lets no page be framed, and no script run without its nonce', () => {
    expect(policy({})).toContain("script-src 'self' 'nonce-n0' 'strict-dynamic';")
    expect(policy({})).toContain("frame-ancestors 'none'")
    expect(policy({})).not.toMatch(/script-src[^;]*unsafe/)
  })

  it('lets nothing be sent, or taken for our own, elsewhere', () => {
    const directives = policy({}).split('; ')
    for (const one of ["default-src 'self'", "form-action 'self'", "base-uri 'none'", "object-src 'none'"])
      expect(directives).toContain(one)
    const connect = directives.find(one => one.startsWith('connect-src')) ?? ''
    expect(connect.split(' ')).toEqual([
      ...['connect-src', "'self'", 'http://fans.example:4000', 'ws://fans.example:4000'],
    ])
    expect(policy({})).not.toMatch(/\*|https?:(?!\/\/fans)/)
  })
})
