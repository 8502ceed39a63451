import { expect, it } from 'vitest'
import { credentialsOf, originAllowed } from './credentials.ts'

const arrival = { address: '192.0.2.1', origin: undefined, cookie: undefined, authorization: undefined }
const cookie = 'theme=dark; touchline_fan=a.b=c; x=y'
const listed = ['https://fans.example']

it('takes a header, whatever page sent it', () => {
  const with_ = (authorization: string) => credentialsOf({ ...arrival, authorization, cookie }, '*')
  expect(with_('Bearer a.b.c')).toEqual({ ok: true, value: { token: 'a.b.c' } })
  expect(with_('bearer tlk_a_b')).toEqual({ ok: true, value: { apiKey: 'tlk_a_b' } })
  expect(with_('Basic YTpi')).toEqual({ ok: true, value: { token: '' } })
  expect(with_('Bearer')).toEqual({ ok: true, value: { token: '' } })
})

it('takes a cookie only from a page that is listed by name', () => {
  const from = (origin: string | undefined, origins: '*' | string[]) =>
    credentialsOf({ ...arrival, origin, cookie }, origins)
  expect(from('https://fans.example', listed)).toEqual({ ok: true, value: { token: 'a.b=c' } })
  expect(from('https://evil.example', listed)).toEqual({ ok: false, code: 'forbidden' })
  expect(from('null', listed)).toEqual({ ok: false, code: 'forbidden' })
  expect(from('https://fans.example', '*')).toEqual({ ok: true, value: {} })
  expect(from('https://fans.example', ['*'])).toEqual({ ok: false, code: 'forbidden' })
  expect(from(undefined, listed)).toEqual({ ok: true, value: {} })
})

it('is nobody without either', () => {
  const noFan = { ...arrival, origin: 'https://fans.example', cookie: 'theme=dark; xtouchline_fan=t' }
  expect(credentialsOf(noFan, listed)).toEqual({ ok: true, value: {} })
  expect(originAllowed({ ...arrival, origin: 'https://evil.example' }, listed)).toBe(false)
  expect(originAllowed(arrival, listed)).toBe(true)
})
