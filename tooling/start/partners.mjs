import { randomBytes } from 'node:crypto'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from './data-folder.mjs'
import { givenText } from './env.mjs'
import { Fault } from './fault.mjs'

/** @typedef {Record<string, { secrets: string[], publicKeys?: string[] }>} Partners */

const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`

/**
 * The broadcast partners that may send, with secrets made for this data folder alone.
 * @param {string} dataDir
 * @returns {{ file: string, partners: Partners }} `file` is readable by its owner only
 * @throws {Fault} when the file is there but cannot be understood
 */
export function ensurePartners(dataDir) {
  const file = join(dataDir, 'partners.json')
  makeFolder(dataDir)
  const made = { replay: { secrets: [newSecret()] }, simulator: { secrets: [newSecret()] } }
  try {
    writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    return { file, partners: made }
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    chmodSync(file, 0o600)
    return { file, partners: readPartners(file) }
  }
}

/**
 * @param {string} file
 * @returns {Partners}
 */
function readPartners(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new Fault(`${file} is not readable as JSON.`, [
      'Put it right, or delete it: a new one is made at the next start.',
    ])
  }
}

/**
 * @param {string} file
 * @param {Partners} partners
 * @param {string} partner
 * @returns {string} the partner's first secret
 */
export function secretOf(file, partners, partner) {
  const secret = partners[partner]?.secrets?.[0]
  if (secret) return secret
  throw new Fault(`${file} has no secret for the partner "${partner}".`, [
    'Add one; a file in the data folder may also be deleted: a new one is made at the next start.',
  ])
}

/**
 * What the services are told of the partners: those that were given to this process by BROADCAST_PARTNERS, or else
 * those of the data folder. The simulated match is sent by the partner "simulator"; where none was given, one is added.
 * @param {{ dataDir: string, simulate: boolean }} settings
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Record<string, string>}
 * @throws {Fault} when they cannot be understood
 */
export function partnersEnv({ dataDir, simulate }, env = undefined) {
  const given = givenText('BROADCAST_PARTNERS', env)
  const secret = givenText('SIMULATOR_SECRET', env)
  /** @param {() => string} otherwise */
  const simulator = otherwise => ({ SIMULATOR_SECRET: secret ?? otherwise(), SIMULATOR_SECRET_FILE: '' })
  if (given === undefined) {
    const { file, partners } = ensurePartners(dataDir)
    return { BROADCAST_PARTNERS_FILE: file, ...simulator(() => secretOf(file, partners, 'simulator')) }
  }
  const partners = parsePartners(given)
  if (simulate) partners.simulator ??= { secrets: [secret ?? newSecret()] }
  return {
    BROADCAST_PARTNERS: JSON.stringify(partners),
    BROADCAST_PARTNERS_FILE: '',
    ...(simulate ? simulator(() => secretOf('BROADCAST_PARTNERS', partners, 'simulator')) : {}),
  }
}

/**
 * @param {string} text
 * @returns {Partners}
 */
function parsePartners(text) {
  try {
    const partners = JSON.parse(text)
    if (typeof partners === 'object' && partners !== null && !Array.isArray(partners)) return partners
  } catch {
    // Told below: the text has secrets in it, which no message may show.
  }
  throw new Fault('BROADCAST_PARTNERS is not a JSON object.', [
    'It has the form {"partner": {"secrets": ["whsec_…"]}}; see docs/providers.md.',
  ])
}
