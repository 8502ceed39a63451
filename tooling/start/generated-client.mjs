import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from './command.mjs'
import { digest, isMarked, mark } from './dependencies.mjs'
import { npmCommand, root } from './env.mjs'

const inputs = ['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json']
const generated = 'packages/db/src/generated/client.ts'

const wanted = () => digest(inputs.filter(isThere).map(path => readFileSync(join(root, path), 'utf8')))
const isThere = (/** @type {string} */ path) => existsSync(join(root, path))

/** @returns {boolean} whether the database client fits the schema */
export const isGenerated = () =>
  !isThere('prisma/schema.prisma') || (isThere(generated) && isMarked('schema', wanted()))

/**
 * @param {{ log: import('./log-file.mjs').LogFile, signal: AbortSignal }} run
 */
export async function generateClient({ log, signal }) {
  const value = wanted()
  await runCommand({
    title: 'Generating the database client (npm run db:generate)',
    line: [...npmCommand(), 'run', '--silent', 'db:generate'],
    timeoutMs: 120_000,
    log,
    signal,
  })
  mark('schema', value)
}
