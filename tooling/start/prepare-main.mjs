// Runs before npm scripts that are written in TypeScript, so that each works on a clean clone.
import { join } from 'node:path'
import { letPostgresPass } from './data-folder.mjs'
import { readSettings, root } from './env.mjs'
import { describe } from './fault.mjs'
import { prepare } from './prepare.mjs'
import { line, outliveTerminal, problem } from './terminal.mjs'

outliveTerminal()
const stop = new AbortController()
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.once(signal, () => stop.abort())
try {
  await prepare({ logDir: join(readSettings().dataDir, 'logs'), signal: stop.signal })
  for (const opened of letPostgresPass([root])) line(`  ${opened}`)
} catch (error) {
  problem(stop.signal.aborted ? 'Stopped.' : describe(error))
  process.exitCode = stop.signal.aborted ? 130 : 1
}
