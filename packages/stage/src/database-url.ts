import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createDatabase } from '@touchline/db'
import { embeddedUrlFile, startEmbeddedPostgres } from '@touchline/db/embedded'

export const embeddedFolder = (dataDir: string): string => join(dataDir, 'postgres')

export interface BorrowedDatabase {
  readonly url: string
  /** Stops the server if it was started for this. */
  giveBack(): Promise<void>
}

/** The embedded database for a command: the one that the running house uses, else one started for the while. */
export async function borrowEmbedded(dataDir: string): Promise<BorrowedDatabase> {
  const folder = embeddedFolder(dataDir)
  const running = await runningUrl(folder)
  if (running !== undefined) return { url: running, giveBack: async () => {} }
  if (!existsSync(join(folder, 'cluster', 'PG_VERSION'))) {
    throw new Error(`there is no database in ${folder}: start Touchline once, or set DATABASE_URL`)
  }
  const server = await startEmbeddedPostgres({ dataDir: folder })
  return { url: server.url, giveBack: () => server.stop() }
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
