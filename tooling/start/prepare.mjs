import { join } from 'node:path'
import { installDependencies, isInstalled } from './dependencies.mjs'
import { generateClient, isGenerated } from './generated-client.mjs'
import { openLogFile } from './log-file.mjs'
import { phase } from './terminal.mjs'

/**
 * Installs and generates what is missing; says nothing where nothing is. Needs no package.
 * @param {{ logDir: string, signal: AbortSignal }} options
 */
export async function prepare({ logDir, signal }) {
  if (isInstalled() && isGenerated()) return
  const log = openLogFile(join(logDir, 'prepare.log'))
  try {
    if (!isInstalled())
      await phase('Installing dependencies', note => installDependencies({ log, note, signal }))
    if (!isGenerated()) await phase('Generating the database client', () => generateClient({ log, signal }))
  } finally {
    log.close()
  }
}
