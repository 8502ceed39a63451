import { expect, it } from 'vitest'
import { doorPath, ownPath, placeAfter } from './next-path.ts'

it('leads to paths of our own', () => {
  expect(ownPath('/console')).toBe('/console')
  expect(ownPath('/console/dead-letters?q=a%20b&sort=x#row')).toBe('/console/dead-letters?q=a%20b&sort=x#row')
  expect(ownPath('/a/../console')).toBe('/console')
})

it.each([
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/ /evil.example',
  '\\\\evil.example',
  'javascript:alert(1)',
  '/%0a/x\n',
  '/a\\..\\..\\/evil.example',
  '/..//evil.example',
  '/.//evil.example',
  '',
  'console',
])('leads nowhere else: %j', text => {
  expect(ownPath(text)).toBeUndefined()
  expect(placeAfter({ next: 'nothing', home: '/console' }, text)).toBe('/console')
  expect(doorPath('sign-in', text)).toBe('/sign-in')
})

it('goes through the steps that are left, and remembers what was wanted', () => {
  expect(placeAfter({ next: 'nothing', home: '/console' }, '/console/audit')).toBe('/console/audit')
  expect(placeAfter({ next: 'nothing', home: '/' }, undefined)).toBe('/')
  expect(placeAfter({ next: 'enrol', home: '/console' }, '/console/audit?a=1')).toBe(
    '/enrol?next=%2Fconsole%2Faudit%3Fa%3D1',
  )
  expect(placeAfter({ next: 'second-factor' }, null)).toBe('/second-factor')
})
