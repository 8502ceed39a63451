import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type DatabaseSettings, databaseSettings } from '@touchline/contracts/database'
import { createDatabase } from '@touchline/db'
import { embeddedUrlFile, startEmbeddedPostgres } from '@touchline/db/embedded'
import type { StageEnv } from './env.ts'

export const embeddedFolder = (dataDir: string): string => join(dataDir, 'postgres')

export interface BorrowedDatabase {
  readonly settings: DatabaseSettings
  /** Stops the server if it was started for this. */
  giveBack(): Promise<void>
}

/** A command needs no more. */
const maxConnections = 4

/**
 * The database for a command: the one that DATABASE_URL names, else the embedded one that the running house uses, else
 * that one, started for the while.
 */
export async function borrowDatabase(env: StageEnv): Promise<BorrowedDatabase> {
  const { DATABASE_URL, TOUCHLINE_DATA } = env
  if (!DATABASE_URL) return borrowEmbedded(TOUCHLINE_DATA)
  const settings = { ...databaseSettings({ ...env, DATABASE_URL }), maxConnections }
  return { settings, giveBack: async () => {} }
}

const settingsAt = (url: string) => ({ url, directUrl: url, preparedStatements: true, maxConnections })

async function borrowEmbedded(dataDir: string): Promise<BorrowedDatabase> {
  const folder = embeddedFolder(dataDir)
  const running = await runningUrl(folder)
  if (running !== undefined) return { settings: settingsAt(running), giveBack: async () => {} }
  if (!existsSync(join(folder, 'cluster', 'PG_VERSION'))) {
    throw new Error(`there is no database in ${folder}: start Touchline once, or set DATABASE_URL`)
  }
  const server = await startEmbeddedPostgres({ dataDir: folder })
  return { settings: settingsAt(server.url), giveBack: () => server.stop() }
}

async function runningUrl(folder: string): Promise<string | undefined> {
  const url = await readFile(embeddedUrlFile(folder), 'utf8').catch(() => undefined)
  if (url === undefined) return undefined
  const database = createDatabase({ url, applicationName: 'touchline-probe', maxConnections: 1 })
  const answers = await database.ping().then(
    () => true,
    () => false,
  )
  await database.close()
  return answers ? url : undefined
}
