import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { databaseEnv, databaseSettings, databaseUrlSetting } from './database.ts'

const schema = z.object({ DATABASE_URL: databaseUrlSetting('is needed'), ...databaseEnv({ connections: 7 }) })
const url = 'postgresql://fan:secret@db/touchline'
const read = (env: Record<string, string>) => databaseSettings(schema.parse({ DATABASE_URL: url, ...env }))

it('reads one address for everything, unless a direct one is set', () => {
  expect(read({})).toEqual({ url, directUrl: url, preparedStatements: true, maxConnections: 7 })
  const direct = 'postgres://fan:secret@db:5432/touchline'
  const env = { DATABASE_DIRECT_URL: direct, DATABASE_PREPARED_STATEMENTS: 'off', DATABASE_CONNECTIONS: '3' }
  expect(read(env)).toEqual({ url, directUrl: direct, preparedStatements: false, maxConnections: 3 })
})

it('says what is missing or wrong, and never shows it', () => {
  expect(() => schema.parse({})).toThrow('is needed')
  const wrong = () => schema.parse({ DATABASE_URL: 'mysql://fan:secret@db/touchline' })
  expect(wrong).toThrow('must be a postgres:// URL')
  expect(wrong).not.toThrow('secret')
  expect(() => read({ DATABASE_CONNECTIONS: '0' })).toThrow()
  expect(() => read({ DATABASE_PREPARED_STATEMENTS: 'yes' })).toThrow()
})

describe('sslmode', () => {
  it.each(['require', 'prefer', 'verify-ca'])('%s is as libpq means it', mode => {
    expect(read({ DATABASE_URL: `${url}?sslmode=${mode}` }).url).toBe(
      `${url}?sslmode=${mode}&uselibpqcompat=true`,
    )
    expect(read({ DATABASE_URL: `${url}?application_name=x&sslmode=${mode}&sslrootcert=ca` }).url).toContain(
      '&uselibpqcompat=true',
    )
  })

  it.each(['?sslmode=verify-full', '?sslmode=disable', '?uselibpqcompat=true&sslmode=require', ''])(
    'goes on as it is: %s',
    query => expect(read({ DATABASE_URL: url + query }).url).toBe(url + query),
  )
})
