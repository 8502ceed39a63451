import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { testSecret } from '../testing/door.ts'
import { readPartnerSecret } from './partner-secret.ts'

const partners = JSON.stringify({ replay: { secrets: [testSecret] }, keyed: { publicKeys: ['whpk_x'] } })
const folder = () => mkdtempSync(join(tmpdir(), 'partners-'))

it('is found in the setting, else in the data folder', () => {
  const data = folder()
  writeFileSync(join(data, 'partners.json'), partners)
  expect(readPartnerSecret('replay', { BROADCAST_PARTNERS: partners, TOUCHLINE_DATA: '/nowhere' })).toBe(
    testSecret,
  )
  expect(readPartnerSecret('replay', { BROADCAST_PARTNERS: '', TOUCHLINE_DATA: data })).toBe(testSecret)
})

it('says where it looked, and never what it found', () => {
  expect(() => readPartnerSecret('replay', { TOUCHLINE_DATA: '/nowhere' })).toThrow(
    /\/nowhere\/partners\.json/,
  )
  expect(() => readPartnerSecret('nobody', { BROADCAST_PARTNERS: partners })).toThrow(/the partner "nobody"/)
  expect(() => readPartnerSecret('keyed', { BROADCAST_PARTNERS: partners })).toThrow(/no "whsec_…" secret/)
  expect(() => readPartnerSecret('replay', { BROADCAST_PARTNERS: testSecret })).toThrow(
    /^BROADCAST_PARTNERS is not JSON/,
  )
})
