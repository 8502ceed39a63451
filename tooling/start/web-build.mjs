import { join } from 'node:path'
import { runCommand } from './command.mjs'
import { root } from './env.mjs'
import { openLogFile } from './log-file.mjs'
import { phase } from './terminal.mjs'

/**
 * Builds the web app for production; turbo answers from its cache when no source has changed.
 * @param {{ log: import('./log-file.mjs').LogFile, note: (text: string) => void, signal: AbortSignal }} run
 * @returns {Promise<'built' | 'unchanged'>}
 */
async function buildWeb({ log, note, signal }) {
  const lines = await runCommand({
    title: 'Building the web app',
    line: [
      join(root, 'node_modules/.bin/turbo'),
      'run',
      'build',
      '--filter=@touchline/web',
      '--output-logs=new-only',
      '--ui=stream',
      '--no-color',
    ],
    env: { NODE_ENV: 'production' },
    timeoutMs: 600_000,
    log,
    onLine: line => note(line.replace(/^@touchline\/web:build:\s*/, '').trim()),
    signal,
  })
  return lines.some(line => /FULL TURBO/.test(line)) ? 'unchanged' : 'built'
}

/**
 * The same as a phase with its own log.
 * @param {{ logDir: string, signal: AbortSignal }} run
 */
export async function prepareWeb({ logDir, signal }) {
  const log = openLogFile(join(logDir, 'build.log'))
  const work = (/** @type {(text: string) => void} */ note) => buildWeb({ log, note, signal })
  await phase('Building the web app', work, outcome => outcome).finally(() => log.close())
}
