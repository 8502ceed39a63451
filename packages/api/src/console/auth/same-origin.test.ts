import { expect, it } from 'vitest'
import { isSameOrigin } from './same-origin.ts'

const ours = ['http://127.0.0.1:3000', 'https://console.example/']
const from = (headers: Record<string, string>) =>
  isSameOrigin(new Request('http://127.0.0.1:3000/api/auth/sign-out', { method: 'POST', headers }), ours)

it('takes requests of our own pages, wherever these are opened', () => {
  expect(from({ origin: 'http://127.0.0.1:3000' })).toBe(true)
  expect(from({ origin: 'https://console.example', 'sec-fetch-site': 'same-origin' })).toBe(true)
})

it('takes none of other pages, or of those who do not say', () => {
  for (const origin of [
    'https://evil.example',
    'http://127.0.0.1:3001',
    'https://127.0.0.1:3000',
    'https://console.example.evil.example',
    'https://console.example:444',
    'null',
    '',
  ])
    expect(from({ origin })).toBe(false)
  expect(from({})).toBe(false)
  expect(from({ referer: 'http://127.0.0.1:3000/' })).toBe(false)
})

it('believes the browser that a page of another site asks, and never the host header', () => {
  expect(from({ origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'cross-site' })).toBe(false)
  expect(from({ origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-site' })).toBe(false)
  expect(from({ origin: 'https://evil.example', host: 'evil.example' })).toBe(false)
})
