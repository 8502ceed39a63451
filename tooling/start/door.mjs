import { randomBytes } from 'node:crypto'
import { chmodSync, linkSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runCommand } from './command.mjs'
import { makeFolder } from './data-folder.mjs'
import { isGiven, lifeline, root } from './env.mjs'
import { httpUrl } from './services.mjs'

/** @typedef {import('./env.mjs').Settings} Settings */

/** @param {string} dataDir */
const secretFiles = dataDir => ({
  AUTH_SECRET: join(dataDir, 'auth-secret'),
  API_KEY_PEPPER: join(dataDir, 'fan-keys', 'api-key-pepper'),
})

/**
 * Makes those secrets of this data folder that were not given.
 * @param {string} dataDir
 */
export function keepSecrets(dataDir, given = isGiven) {
  for (const [name, path] of Object.entries(secretFiles(dataDir))) if (!given(name)) keptFile(path)
}

/**
 * What the web app and the gateways need to know who people are. What was given to this process stays as it is.
 * @param {Pick<Settings, 'dataDir' | 'ports'>} settings
 * @returns {{ web: Record<string, string>, gateway: Record<string, string> }}
 */
export function doorEnv({ dataDir, ports }, given = isGiven) {
  const files = secretFiles(dataDir)
  const page = httpUrl(ports.web)
  /**
   * @param {string} name
   * @param {Record<string, string>} otherwise
   */
  const unlessGiven = (name, otherwise) => (given(name) ? {} : otherwise)
  const pepper = unlessGiven('API_KEY_PEPPER', { API_KEY_PEPPER_FILE: files.API_KEY_PEPPER })
  return {
    web: {
      ...pepper,
      ...unlessGiven('AUTH_SECRET', { AUTH_SECRET_FILE: files.AUTH_SECRET }),
      ...unlessGiven('WEB_PUBLIC_URL', { WEB_PUBLIC_URL: `${page},http://localhost:${ports.web}` }),
    },
    gateway: { ...pepper, ...unlessGiven('FAN_JWKS_URL', { FAN_JWKS_URL: `${page}/api/auth/jwks` }) },
  }
}

/**
 * A file with a secret of this data folder's own, which only this user may read; made once and never overwritten.
 * @param {string} path
 */
export function keptFile(path) {
  makeFolder(dirname(path))
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  writeFileSync(draft, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
  try {
    // A link, and not a rename: what is there is in use.
    linkSync(draft, path)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
  chmodSync(path, 0o600)
  return path
}

/** @typedef {{ kind: 'made' | 'waiting' | 'present' | 'taken', email?: string, oneTimePassword?: string }} FirstAdmin */

/**
 * Makes the first admin where there is none; the password goes from one process to the other, and into no log.
 * @param {{ env: Readonly<Record<string, string>>, signal: AbortSignal }} run
 * @returns {Promise<FirstAdmin>}
 */
export async function firstAdmin({ env, signal }) {
  const lines = await runCommand({
    title: 'Looking for an admin',
    line: [
      join(root, 'node_modules/.bin/node'),
      ...lifeline,
      join(root, 'packages/stage/src/cli/first-admin.ts'),
    ],
    env,
    timeoutMs: 60_000,
    signal,
    follows: true,
  })
  return JSON.parse(lines.findLast(line => line.startsWith('{')) ?? '{"kind":"present"}')
}

/**
 * What to say of it once the house is up.
 * @param {FirstAdmin} admin
 * @returns {readonly string[]}
 */
export function adminLines({ kind, email = '', oneTimePassword = '' }) {
  if (kind === 'made')
    return [
      `  Sign in   ${email}`,
      `            ${oneTimePassword}  (one-time password, shown this once; you choose your own)`,
    ]
  if (kind === 'waiting')
    return [
      `  Sign in   ${email} has not chosen a password yet. For a new one-time password:`,
      `            npm run person -- reset-password ${email}`,
    ]
  if (kind === 'taken')
    return [`  Sign in   ${email} is no admin, and nobody else is: set FIRST_ADMIN_EMAIL to another address`]
  return []
}
