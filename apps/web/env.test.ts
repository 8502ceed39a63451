import { describe, expect, it } from 'vitest'
import { readEnv } from './env.ts'

describe('the settings', () => {
  it('find the gateway beside the page unless told where it is', () => {
    expect(readEnv({ NODE_ENV: 'test' })).toEqual({
      servesDevPages: false,
      gateway: { publicUrl: undefined, port: 4000 },
      gatewayInternalUrl: 'http://127.0.0.1:4000',
    })
    const told = readEnv({
      NODE_ENV: 'test',
      GATEWAY_PUBLIC_URL: 'https://live.example',
      GATEWAY_URL: 'http://gateway:4000',
    })
    expect(told).toMatchObject({
      gateway: { publicUrl: 'https://live.example' },
      gatewayInternalUrl: 'http://gateway:4000',
    })
  })

  it('name what is wrong', () => {
    expect(() => readEnv({ NODE_ENV: 'test', GATEWAY_PUBLIC_URL: 'live.example' })).toThrow(
      /GATEWAY_PUBLIC_URL/,
    )
    expect(() => readEnv({ NODE_ENV: 'test', GATEWAY_PORT: '0' })).toThrow(/GATEWAY_PORT/)
  })
})
