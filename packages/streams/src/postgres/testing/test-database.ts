import { randomUUID } from 'node:crypto'
import { Client } from 'pg'

/** A database of its own for one test file, on the server that the test run found or started. */
export async function createTestDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = process.env.TOUCHLINE_TEST_DATABASE_URL
  if (!server)
    throw new Error('TOUCHLINE_TEST_DATABASE_URL is missing: run this with the vitest project "pg"')
  const name = `streams_${randomUUID().replaceAll('-', '')}`
  await onServer(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onServer(server, `drop database if exists ${name} with (force)`) }
}

export async function onServer(connectionString: string, statement: string): Promise<void> {
  const client = new Client({ connectionString })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
